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

    /// What the session has brought; nil where that is nothing.
    init?(_ session: HistorySession) {
        guard let topic = session.topic, session.tally.newMessages > 0 else { return nil }
        self.topic = topic
        peer = session.peer
        messages = session.tally.newMessages
        bytes = session.tally.overheadBytes
        rounds = session.tally.rounds
    }
}
