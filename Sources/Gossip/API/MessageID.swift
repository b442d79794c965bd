/// What makes two copies of a message the same message.
///
/// The bytes are opaque: how they are made of a message is a setting of the topic (`MessageIDScheme`), and
/// all peers of a topic have to agree on it for IHAVE, IWANT and IDONTWANT to work between them.
public struct MessageID: Hashable, Sendable, Comparable {
    /// The bytes as they stand in IHAVE, IWANT and IDONTWANT.
    public let bytes: [UInt8]

    /// The id with those bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// By their bytes.
    public static func < (left: MessageID, right: MessageID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
