/// A program joined with its host: what a runtime drives. Programs do not use it directly.
public struct PeerProgramClient<Program: PeerProgram>: ProgramClient {
    /// The entropy that a program needs, in bytes.
    public static var entropyBytes: Int { 64 }

    /// The program's console.
    public let console: ProgramConsole

    private let host: PeerHost
    private var program: Program?
    private var endDeadline: Instant?

    /// Makes the host and starts the program.
    ///
    /// - Parameters:
    ///   - console: The command line, the output and the end.
    ///   - entropy: `entropyBytes` secret random bytes: for a new identity and for the host.
    ///   - now: The driver's time.
    public init(console: ProgramConsole, entropy: [UInt8], now: Instant) {
        precondition(entropy.count == Self.entropyBytes, "the caller draws as many as the property says")
        self.console = console
        host = PeerHost(
            identity: KeyPair(seed: Array(entropy[..<32])),
            configuration: Program.configuration,
            seed: Array(entropy[32...]),
            now: now
        )
        do throws(MultiaddrError) {
            program = try Program(host: host, console: console)
        } catch {
            console.fail(error.description, status: 64)
        }
    }

    /// The status with which the program ends, once everything is closed.
    public var exitStatus: Int32? {
        guard let status = console.exitStatus, let endDeadline else { return nil }
        return host.isShutDown || endDeadline <= host.now ? status : nil
    }

    /// Lets the program react; returns whether there was anything to react to.
    private mutating func step() -> Bool {
        if console.exitStatus != nil {
            guard endDeadline == nil else { return host.pollEvent() != nil }
            endDeadline = host.now + ProgramConsole.longestEnd
            host.shutdown()
            return true
        }
        guard let event = host.pollEvent() else { return false }
        program?.receive(event)
        return true
    }

    // MARK: - TransportClient

    /// Receives everything that is not bytes.
    public mutating func receive(_ input: TransportInput, now: Instant) {
        host.receive(input, now: now)
    }

    /// Receives bytes from a socket.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        host.receive(bytes, on: connection, now: now)
    }

    /// Does what is due.
    public mutating func handleTimeout(now: Instant) {
        host.handleTimeout(now: now)
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        guard let endDeadline else { return host.nextDeadline }
        return host.nextDeadline.map { min($0, endDeadline) } ?? endDeadline
    }

    /// The next effect to carry out; the program reacts to what has happened before `nil` is answered.
    public mutating func pollEffect() -> TransportEffect? {
        while true {
            if let effect = host.pollEffect() { return effect }
            guard step() else { return nil }
        }
    }

    /// Moves out what is ready for a socket.
    public mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        host.takeOutbound(connection, replacement: replacement)
    }
}
