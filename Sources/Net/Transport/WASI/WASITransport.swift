import CWASI
public import Net

/// TCP by `wasi:sockets` 0.2.0 for a `TransportClient`: the driver of a program that is a component.
///
/// A component has one thread, so everything shares one loop, and nothing in it blocks but the wait at its
/// heart:
///
///     while !isDone {
///         transport.perform(&client)
///         // take the client's own events here
///         let ready = transport.wait(&client, or: [standardInput], until: nil)
///     }
public final class WASITransport {
    /// The most bytes read from one connection before the others have their turn.
    private static let readBytesPerTurn = 256 * 1024

    let configuration: TransportConfiguration
    let network: wasi_handle_t

    var listeners: [SocketListener] = []
    var dials: [SocketDial] = []
    var connections: [ConnectionID: SocketConnection] = Dictionary()

    /// How many connections have been accepted.
    var acceptedCount: UInt64 = 0

    /// What the client is told once it has no more effects.
    var answers: [TransportInput] = []

    /// Connections that may have something to write in this turn.
    var writable: [SocketConnection] = []

    /// Counts calls of `perform`.
    var turn: UInt64 = 0

    private var poller = Poller()
    private var readBuffer = [UInt8](repeating: 0, count: 64 * 1024)

    /// A transport without sockets.
    public init(configuration: TransportConfiguration = TransportConfiguration()) {
        self.configuration = configuration
        network = wasi_instance_network()
    }

    /// Whether the host lets this component use the network at all.
    ///
    /// Asked by binding a socket, which leads to no traffic: a host that grants nothing denies every address.
    public static var isNetworkGranted: Bool {
        let network = wasi_instance_network()
        let hosts: [TCPEndpoint.Host] = [
            .ip4([127, 0, 0, 1]), .ip4([0, 0, 0, 0]), .ip6([UInt8](repeating: 0, count: 16)),
        ]
        return hosts.contains { host in
            guard let address = wasi_socket_address(TCPEndpoint(host: host, port: 0)) else { return false }
            do throws(SocketError) {
                let socket = try TCPSocket.create(for: address)
                defer { socket.drop() }
                try socket.startBind(network, address)
                return true
            } catch {
                return error != .accessDenied
            }
        }
    }

    // MARK: The two halves of a turn

    /// Carries out everything that the client asks for.
    public func perform<Client: TransportClient & ~Copyable>(_ client: inout Client) {
        turn += 1
        while true {
            while let effect = client.pollEffect() { carryOut(effect, for: &client) }
            writeOnce(takingFrom: &client)
            guard !answers.isEmpty else { return }
            let batch = answers
            answers = []
            let now = WASISystem.now
            for input in batch { client.receive(input, now: now) }
        }
    }

    /// Waits until a socket has something for the client, one of the program's own pollables is ready, or a
    /// time has come, and tells the client.
    ///
    /// - Parameters:
    ///   - pollables: The program's own, standard input for example.
    ///   - deadline: When to come back at the latest, besides the client's own deadlines.
    /// - Returns: The places of those of `pollables` that are ready.
    public func wait<Client: TransportClient & ~Copyable>(
        _ client: inout Client,
        or pollables: [Pollable],
        until deadline: Instant?
    ) -> [Int] {
        poller.removeAll()
        for (index, pollable) in pollables.enumerated() { poller.add(pollable, .program(index)) }
        addSockets()
        let ready = poller.wait(until: earliestDeadline(client.nextDeadline, deadline))

        let now = WASISystem.now
        var readyPollables: [Int] = []
        for source in ready {
            switch source {
            case .clock: break
            case .program(let index): readyPollables.append(index)
            case .listener(let listener): onReady(listener, client: &client, now: now)
            case .dial(let dial): advance(dial, now: now)
            case .input(let connection): read(connection, for: &client, now: now)
            case .output(let connection): writable.append(connection)
            }
        }
        onTime(now)
        // What the program was woken for may be a command, and that happens at the time that the client was
        // told last.
        let isDue = min(client.nextDeadline ?? .distantFuture, deadline ?? .distantFuture) <= now
        if isDue || !readyPollables.isEmpty { client.handleTimeout(now: now) }
        return readyPollables
    }

    /// Adds what each socket waits for.
    private func addSockets() {
        for listener in listeners where listener.pausedUntil == nil {
            poller.add(listener.pollable, .listener(listener))
        }
        for dial in dials {
            if let lookup = dial.lookup { poller.add(lookup.pollable, .dial(dial)) }
            for attempt in dial.attempts { poller.add(attempt.pollable, .dial(dial)) }
        }
        for connection in connections.values {
            if connection.halfClose.isReadingWanted {
                poller.add(connection.inputPollable, .input(connection))
            }
            if connection.isWriteWanted { poller.add(connection.outputPollable, .output(connection)) }
        }
    }

    // MARK: Reading and writing

    private func read<Client: TransportClient & ~Copyable>(
        _ connection: SocketConnection,
        for client: inout Client,
        now: Instant
    ) {
        var budget = Self.readBytesPerTurn
        while budget > 0, connection.halfClose.isReadingWanted {
            switch connection.input.read(into: &readBuffer) {
            case .nothing:
                return
            case .bytes(let count):
                budget -= count
                guard connection.halfClose.receiveBytes(now: now) else { continue }
                client.receive(readBuffer[..<count], on: connection.id, now: now)
            case .ended:
                carryOut(connection.halfClose.receiveEnd(now: now), on: connection)
            case .failed(let error):
                carryOut(connection.halfClose.receiveFailure(error.transportError), on: connection)
            }
        }
    }

    private func writeOnce<Client: TransportClient & ~Copyable>(takingFrom client: inout Client) {
        guard !writable.isEmpty else { return }
        let batch = writable
        writable.removeAll(keepingCapacity: true)
        let now = WASISystem.now
        for connection in batch where !connection.halfClose.isDropped && connection.lastWriteTurn != turn {
            connection.lastWriteTurn = turn
            switch connection.write(takingFrom: &client) {
            case .nothing:
                break
            case .wrote(let count):
                answers.append(.sent(connection.id, byteCount: count))
                carryOut(connection.halfClose.receiveWritten(count, now: now), on: connection)
            case .sentFIN:
                carryOut(connection.halfClose.receiveFINSent(now: now), on: connection)
            case .failed(let error):
                carryOut(connection.halfClose.receiveFailure(error), on: connection)
            }
        }
    }

    // MARK: The life of a connection

    /// Keeps a connection that is open.
    func add(_ id: ConnectionID, _ socket: TCPSocket, _ streams: TCPSocket.Streams) {
        connections[id] = SocketConnection(
            id: id,
            socket: socket,
            streams: streams,
            lingerInterval: configuration.lingerInterval
        )
    }

    /// Does what the state of a connection's directions calls for.
    func carryOut(_ action: HalfClose.Action, on connection: SocketConnection) {
        switch action {
        case .none: break
        case .sendFIN: writable.append(connection)
        case .tellEnd: answers.append(.ended(connection.id))
        case .tellEndAndDrop:
            answers.append(.ended(connection.id))
            drop(connection)
        case .drop: drop(connection)
        }
    }

    private func drop(_ connection: SocketConnection) {
        connections[connection.id] = nil
        connection.drop()
        answers.append(.closed(connection.id, connection.halfClose.reason))
    }
}
