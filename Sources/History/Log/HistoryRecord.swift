public import Gossip
public import Net

/// A message as it is kept.
public struct HistoryRecord: Equatable, Sendable {
    /// Its place.
    public let item: HistoryItem
    /// Who signed it.
    public let author: PeerID
    /// The signed message, as its author encoded it.
    public let bytes: [UInt8]

    /// The record of a message; nil where it does not tell its time.
    public init?(_ message: SignedGossipMessage, time: HistoryTime) {
        guard let seconds = time.seconds(of: message) else { return nil }
        item = HistoryItem(time: seconds, id: ItemID(ofMessage: message.id.bytes))
        author = message.author
        bytes = message.bytes
    }

    /// The message; nil where the bytes are none, as when a store was damaged.
    public var message: SignedGossipMessage? {
        do {
            return try SignedGossipMessage(trusting: bytes)
        } catch {
            return nil
        }
    }
}
