/// What becomes of a peer that may have missed messages.
enum CatchUp {
    /// There is nothing to be told of.
    case none
    /// It is told now: entries of the control part of an RPC.
    case now([[UInt8]])
    /// It has made us tell it too much since the last heartbeat.
    case later
}
