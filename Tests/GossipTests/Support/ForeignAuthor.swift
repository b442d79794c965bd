import Net

@testable import Gossip

/// An author with a key that cannot be checked here. Its signatures are bytes that nobody looks at.
struct ForeignAuthor {
    enum Kind: CaseIterable {
        /// Contained in the peer id.
        case secp256k1
        /// ECDSA on another curve than P-256.
        case p384
        /// RSA of 1,024 bits, which is too short.
        case shortRSA
        /// Longer than any key that is looked at.
        case longRSA
        /// A type that no specification has yet.
        case future
    }

    /// The protobuf form of the key.
    let key: [UInt8]
    let id: PeerID
    private let sendsKey: Bool

    /// - Parameter id: Whom the messages claim to be of; by default the owner of the key.
    init(_ kind: Kind, id: PeerID? = nil) {
        let (type, data): (UInt64, [UInt8]) =
            switch kind {
            case .secp256k1: (2, [2] + [UInt8](repeating: 7, count: 32))
            case .p384: (3, [0x30, 0x76] + [UInt8](repeating: 7, count: 118))
            case .shortRSA: (0, [0x30, 0x81, 0x9F] + [UInt8](repeating: 7, count: 159))
            case .longRSA: (0, [UInt8](repeating: 7, count: 3_000))
            case .future: (77, [UInt8](repeating: 7, count: 32))
            }
        var writer = ProtobufWriter()
        writer.append(1, varint: type)
        writer.append(2, bytes: data)
        key = writer.bytes
        let isEmbedded = key.count <= PeerID.maximumEmbeddedKeyBytes
        sendsKey = !isEmbedded
        let hash =
            isEmbedded
            ? Multihash(code: Multihash.identity, digest: key)
            : Multihash(code: Multihash.sha256, digest: SHA256.hash(key))
        do {
            self.id = try id ?? PeerID(bytes: hash.bytes[...])
        } catch {
            preconditionFailure("the digest has the length of its hash")
        }
    }

    func message(_ text: String, topic: String = "room", number: UInt64) -> TestMessage {
        message(text, topic: topic, number: number, key: sendsKey ? key : nil)
    }

    func message(_ text: String, topic: String = "room", number: UInt64, key: [UInt8]?) -> TestMessage {
        let sequenceNumber = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
        var writer = ProtobufWriter()
        writer.append(RPCField.Message.from, bytes: id.bytes)
        writer.append(RPCField.Message.data, bytes: Array(text.utf8))
        writer.append(RPCField.Message.sequenceNumber, bytes: sequenceNumber)
        writer.append(RPCField.Message.topic, string: topic)
        writer.append(RPCField.Message.signature, bytes: [UInt8](repeating: 1, count: 70))
        if let key { writer.append(RPCField.Message.key, bytes: key) }
        return TestMessage(raw: writer.bytes, id: MessageID(bytes: id.bytes + sequenceNumber))
    }
}
