extension TerminalModel {
    /// How far the chat is.
    public enum Phase: Hashable, Sendable {
        /// It is in no room yet.
        case starting
        /// It is in a room, or has been.
        case running
        /// Its engine has ended without being asked. The reader may start it again.
        case lost
        /// It has ended; the driver should end too.
        case closed
    }
}
