public import Net

/// A `GossipProgram` joined with its peer: what a runtime drives.
public struct GossipProgramClient<Program: GossipProgram>: ProgramClient, ~Copyable {
    /// The entropy that a program needs, in bytes.
    public static var entropyBytes: Int { KeyPair.seedBytes + PubSub.seedBytes }

    /// The program's console.
    public let console: ProgramConsole

    private var peer: PubSub
    private var program: Program?
    private var endDeadline: Instant?

    /// Makes the peer, with an identity of its own, and starts the program.
    public init(console: ProgramConsole, entropy: [UInt8], now: Instant) {
        precondition(entropy.count == Self.entropyBytes, "the caller draws as many as the property says")
        self.console = console
        peer = PubSub(
            identity: KeyPair(seed: Array(entropy[..<KeyPair.seedBytes])),
            configuration: Program.configuration,
            seed: Array(entropy[KeyPair.seedBytes...]),
            firstSequenceNumber: console.unixNanoseconds,
            now: now
        )
        do throws(MultiaddrError) {
            program = try Program(peer: &peer, console: console)
        } catch {
            console.fail(error.description, status: 64)
        }
    }

    /// The status with which the program ends, once everything is closed.
    public var exitStatus: Int32? {
        guard let status = console.exitStatus, let endDeadline else { return nil }
        return peer.isShutDown || endDeadline <= peer.now ? status : nil
    }

    /// Lets the program react; returns whether there was anything to react to.
    private mutating func step() -> Bool {
        let event = peer.pollEvent()
        if console.exitStatus != nil, endDeadline == nil {
            endDeadline = peer.now + ProgramConsole.longestEnd
            peer.shutdown(now: peer.now)
            return true
        }
        guard let event else { return false }
        if endDeadline == nil { program?.receive(event, on: &peer) }
        return true
    }
}

extension GossipProgramClient: TransportClient {
    /// Receives everything that is not bytes.
    public mutating func receive(_ input: TransportInput, now: Instant) {
        peer.receive(input, now: now)
    }

    /// Receives bytes from a socket.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        peer.receive(bytes, on: connection, now: now)
    }

    /// Does what is due, in the peer and in the program.
    public mutating func handleTimeout(now: Instant) {
        peer.handleTimeout(now: now)
        if endDeadline == nil, let timer = program?.timer, timer <= now { program?.receiveTimer(on: &peer) }
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        var earliest = peer.nextDeadline ?? .distantFuture
        if let endDeadline {
            earliest = min(earliest, endDeadline)
        } else if let timer = program?.timer {
            earliest = min(earliest, timer)
        }
        return earliest == .distantFuture ? nil : earliest
    }

    /// The next effect to carry out; the program reacts to what has happened before `nil` is answered.
    public mutating func pollEffect() -> TransportEffect? {
        while true {
            if let effect = peer.pollEffect() { return effect }
            guard step() else { return nil }
        }
    }

    /// Moves out what is ready for a socket.
    public mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        peer.takeOutbound(connection, replacement: replacement)
    }
}
