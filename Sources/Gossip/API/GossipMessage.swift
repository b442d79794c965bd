public import Net

/// A message as the application sees it.
public struct GossipMessage: Equatable, Sendable {
    /// The id by the scheme of the topic.
    public let id: MessageID
    /// Who wrote it, proved by the signature; nil in a topic of unsigned messages.
    public let from: PeerID?
    /// The payload.
    public let data: [UInt8]
    /// The author's sequence number: eight bytes, big-endian; empty in a topic of unsigned messages.
    public let sequenceNumber: [UInt8]
    /// The topic it was published to.
    public let topic: String
    /// The peer that handed it to us.
    public let receivedFrom: PeerID

    /// A message with those parts.
    public init(
        id: MessageID,
        from: PeerID?,
        data: [UInt8],
        sequenceNumber: [UInt8],
        topic: String,
        receivedFrom: PeerID
    ) {
        self.id = id
        self.from = from
        self.data = data
        self.sequenceNumber = sequenceNumber
        self.topic = topic
        self.receivedFrom = receivedFrom
    }
}
