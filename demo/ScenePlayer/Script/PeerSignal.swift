/// What can be done to a process from outside.
public enum PeerSignal: String, Hashable, Sendable {
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
}
