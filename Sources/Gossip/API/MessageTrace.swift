public import Net

/// The way of one message, as far as this router has seen it.
public struct MessageTrace: Sendable, Equatable {
    /// The message.
    public var id: MessageID
    /// Its topic.
    public var topic: String
    /// Who handed it to us first; nil for our own.
    public var receivedFrom: PeerID?
    /// When it came, or was published here.
    public var arrival: Instant
    /// How many more copies came.
    public var duplicateCount = 0
    /// How often it was announced to us by IHAVE, before and after it came.
    public var announcementCount = 0
    /// When it was announced first; nil if it came without.
    public var firstAnnouncement: Instant?
    /// Whether it came from a peer that we had asked for it by IWANT.
    public var wasAskedFor = false
    /// How often it was sent to peers that asked for it by IWANT.
    public var serveCount = 0
}
