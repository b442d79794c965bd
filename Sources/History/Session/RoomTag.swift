public import Net

/// How a peer names a room to another, so that only who knows the topic can tell which it is, and no two
/// meetings look alike to anybody else: a hash of the topic and of both peers.
public struct RoomTag: Hashable, Sendable {
    /// How many bytes it has.
    public static let byteCount = 32

    /// The hash.
    public let bytes: [UInt8]

    /// A tag that was received.
    init(bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// The tag of a topic when one peer asks another.
    public init(topic: String, asking: PeerID, answering: PeerID) {
        var input = Array("/hearsay/history/1.0.0 room".utf8)
        for part in [asking.bytes, answering.bytes, Array(topic.utf8)] {
            // Each behind its length, so that no two triples make the same bytes.
            Varint.append(UInt64(part.count), to: &input)
            input.append(contentsOf: part)
        }
        bytes = SHA256.hash(input)
    }
}
