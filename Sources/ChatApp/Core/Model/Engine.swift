/// Which build of the core runs: named in the `ready` event and shown in the status line.
public enum Engine: Equatable, Sendable {
    /// The native program, TCP by SwiftNIO.
    case native
    /// The component, TCP by wasi:sockets.
    case wasi

    /// The name in the `ready` event.
    public var name: String {
        switch self {
        case .native: return "native"
        case .wasi: return "wasi"
        }
    }
}
