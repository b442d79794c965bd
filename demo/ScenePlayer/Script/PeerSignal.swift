import Glibc

/// What can be done to a process from outside.
package enum PeerSignal: String, Hashable, Sendable {
    /// SIGKILL: it cannot say goodbye.
    case kill
    /// SIGTERM: it is asked to end.
    case terminate
    /// SIGINT, as by the user's Ctrl-C.
    case interrupt
    /// SIGSTOP: it stands still, its sockets stay open.
    case freeze
    /// SIGCONT.
    case thaw

    /// The number of the signal.
    var number: Int32 {
        switch self {
        case .kill: return SIGKILL
        case .terminate: return SIGTERM
        case .interrupt: return SIGINT
        case .freeze: return SIGSTOP
        case .thaw: return SIGCONT
        }
    }
}
