public import NIOCore
public import Net

/// Drives a `TransportClient` over TCP, by SwiftNIO, on one event loop.
///
/// Calling contract. Everything happens on the event loop: make the driver there, or hand it over with
/// `NIOLoopBound`, and change the client through `perform` only. After every change the driver carries out
/// the client's effects, calls `onUpdate`, where the program drains its events, and sets the timer for the
/// client's next deadline.
public final class TCPDriver<Client: TransportClient & SendableMetatype & ~Copyable> {
    /// The event loop that everything runs on.
    public let eventLoop: any EventLoop

    /// The times and sizes it works with.
    public let configuration: TransportConfiguration

    var client: Client
    var listeners: [ListenerID: TCPListener] = [:]
    var dials: [ConnectionID: TCPDial] = [:]
    var connections: [ConnectionID: TCPConnection<Client>] = [:]

    /// Who is asked for the TXT records of a `/dnsaddr`; `nil` for the system's name servers.
    let nameServer: SocketAddress?
    /// How many connections have been accepted.
    var acceptedCount: UInt64 = 0
    private let onUpdate: (inout Client) -> Void
    private var pending: [PendingInput] = []
    private var isDraining = false
    private var timer: Scheduled<Void>?
    private var timerDeadline = Instant.distantFuture
    /// Set while a listener is on every interface.
    var interfaceTimer: Scheduled<Void>?
    /// Lent to the client for every read and every write, so that the steady state allocates nothing.
    private var inboundScratch: [UInt8] = []
    private var outboundScratch: [UInt8] = []
    /// What goes to a channel; made anew only while a channel has not let go of the last one.
    private var outboundBuffer = ByteBuffer()

    /// A driver of `client` on `eventLoop`; call it on that loop.
    ///
    /// - Parameters:
    ///   - client: What is driven, and asked through `perform` from now on.
    ///   - eventLoop: Where everything happens.
    ///   - nameServer: The name server (IPv4) that is asked for the TXT records of a `/dnsaddr`; `nil`, the
    ///     default, for those of the system.
    ///   - configuration: Times and sizes.
    ///   - onUpdate: Called on the loop after every change, once no effect is left. It may change the client:
    ///     the driver then carries on.
    public init(
        client: consuming Client,
        on eventLoop: any EventLoop,
        configuration: TransportConfiguration = TransportConfiguration(),
        nameServer: SocketAddress? = nil,
        onUpdate: @escaping (inout Client) -> Void
    ) {
        eventLoop.preconditionInEventLoop()
        self.client = client
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.nameServer = nameServer
        self.onUpdate = onUpdate
    }

    /// The driver's clock: the time since an origin of the system's choosing, which never runs backwards.
    public static var now: Instant { EventLoopClock.now }

    /// Tells the client the time, changes it, and carries out what follows, even where the change throws.
    /// Call it on the event loop.
    public func perform<Result, Failure>(
        _ change: (inout Client, Instant) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        eventLoop.preconditionInEventLoop()
        let now = Self.now
        client.handleTimeout(now: now)
        defer { drain() }
        return try change(&client, now)
    }

    // MARK: - From the channels

    func receive(_ input: TransportInput) {
        guard !isDraining else {
            pending.append(.input(input))
            return
        }
        client.receive(input, now: Self.now)
        drain()
    }

    /// Feeds the bytes without carrying out effects: the channel tells when it has read all there is.
    func receive(_ buffer: ByteBuffer, on connection: ConnectionID) {
        guard !isDraining else {
            pending.append(.bytes(Array(buffer.readableBytesView), connection))
            return
        }
        inboundScratch.removeAll(keepingCapacity: true)
        inboundScratch.append(contentsOf: buffer.readableBytesView)
        client.receive(inboundScratch[...], on: connection, now: Self.now)
    }

    /// Carries out effects until the client has none and nothing waits.
    func drain() {
        guard !isDraining else { return }
        isDraining = true
        var hasMore = true
        while hasMore {
            while let effect = client.pollEffect() { carryOut(effect) }
            hasMore = feedPending()
            guard !hasMore else { continue }
            onUpdate(&client)
            if let effect = client.pollEffect() {
                carryOut(effect)
                hasMore = true
            }
        }
        isDraining = false
        setTimer()
    }

    private func feedPending() -> Bool {
        guard !pending.isEmpty else { return false }
        let inputs = pending
        pending.removeAll(keepingCapacity: true)
        for input in inputs {
            switch input {
            case .input(let input): client.receive(input, now: Self.now)
            case .bytes(let bytes, let connection): client.receive(bytes[...], on: connection, now: Self.now)
            }
        }
        return true
    }

    private func carryOut(_ effect: TransportEffect) {
        switch effect {
        case .listen(let listener, let address): listen(listener, on: address)
        case .closeListener(let listener): closeListener(listener)
        case .connect(let connection, let address): connect(connection, to: address)
        case .flush(let connection): flush(connection)
        case .closeWrite(let connection): closeWrite(connection)
        case .close(let connection): close(connection)
        case .abort(let connection): abort(connection)
        case .pauseReading(let connection): connections[connection]?.pauseReading()
        case .resumeReading(let connection): connections[connection]?.resumeReading()
        }
    }

    private func flush(_ connection: ConnectionID) {
        guard let handler = connections[connection], handler.takesBytes else { return }
        let bytes = client.takeOutbound(connection, replacement: outboundScratch)
        if !bytes.isEmpty {
            outboundBuffer.clear()
            outboundBuffer.writeBytes(bytes)
            handler.write(outboundBuffer)
        }
        outboundScratch = bytes
    }

    private func closeWrite(_ connection: ConnectionID) {
        flush(connection)
        connections[connection]?.closeWrite()
    }

    private func close(_ connection: ConnectionID) {
        if let handler = connections[connection] {
            flush(connection)
            handler.close()
        } else {
            abort(connection)
        }
    }

    private func abort(_ connection: ConnectionID) {
        if let dial = dials.removeValue(forKey: connection) {
            dial.cancel()
            receive(.connectFailed(connection, .aborted))
        }
        connections[connection]?.abort()
    }

    // MARK: - Time

    /// Keeps one timer. One that fires too early costs less than cancelling it at every change.
    private func setTimer() {
        guard let deadline = client.nextDeadline else {
            timer?.cancel()
            timer = nil
            return
        }
        guard timer == nil || deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = deadline
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        timer = eventLoop.scheduleTask(deadline: NIODeadline(deadline)) { driver.value.timerFired() }
    }

    private func timerFired() {
        timer = nil
        timerDeadline = .distantFuture
        let now = Self.now
        if let deadline = client.nextDeadline, deadline <= now { client.handleTimeout(now: now) }
        drain()
    }
}

/// What came while effects were being carried out, and waits until the client has no more of them. Not nested
/// in the generic driver, where every use would look its type up at run time.
private enum PendingInput {
    case input(TransportInput)
    case bytes([UInt8], ConnectionID)
}
