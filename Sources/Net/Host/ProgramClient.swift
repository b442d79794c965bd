/// A program joined with its peer: what a runtime makes, drives and ends. Programs do not use it directly.
public protocol ProgramClient: TransportClient, ~Copyable, SendableMetatype {
    /// The entropy that it needs, in bytes.
    static var entropyBytes: Int { get }

    /// Makes the peer and starts the program.
    ///
    /// - Parameters:
    ///   - console: The command line, the output and the end.
    ///   - entropy: `entropyBytes` secret random bytes: for a new identity and for the peer.
    ///   - now: The driver's time.
    init(console: ProgramConsole, entropy: [UInt8], now: Instant)

    /// The program's console.
    var console: ProgramConsole { get }

    /// The status with which the program ends, once everything is closed.
    var exitStatus: Int32? { get }
}
