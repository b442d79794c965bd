public import Net

/// What a session has brought.
public struct CatchUpReport: Equatable, Sendable {
    /// The room.
    public var topic: String
    /// Who was asked, or has asked.
    public var peer: PeerID
    /// The messages that were new here.
    public var messages: Int
    /// The bytes that were spent beside the messages' own, both ways.
    public var bytes: Int
    /// The round trips of the reconciliation.
    public var rounds: Int
}
