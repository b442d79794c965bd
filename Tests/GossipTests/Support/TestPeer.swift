import Net

@testable import Gossip

/// A peer played by a test: it has a key, and says what the test wants.
struct TestPeer {
    let keyPair: KeyPair
    var id: PeerID { keyPair.peerID }

    /// The peer of that number; one number is one peer.
    init(_ number: Int) {
        var seed = [UInt8](repeating: 7, count: 32)
        seed[0] = UInt8(truncatingIfNeeded: number)
        seed[1] = UInt8(truncatingIfNeeded: number >> 8)
        keyPair = KeyPair(seed: seed)
    }

    /// A signed message of this author.
    func message(_ text: String, topic: String = "room", number: UInt64) -> TestMessage {
        message(Array(text.utf8), topic: topic, number: number)
    }

    /// A signed message of this author.
    func message(_ data: [UInt8], topic: String = "room", number: UInt64) -> TestMessage {
        let sequenceNumber = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
        let raw = SignedMessage.encode(
            data: data,
            topic: TopicName(topic),
            sequenceNumber: sequenceNumber,
            authenticator: MessageAuthenticator(keyPair)
        )
        return TestMessage(raw: raw, id: MessageID(bytes: id.bytes + sequenceNumber))
    }
}

/// A message and its id.
struct TestMessage {
    let raw: [UInt8]
    let id: MessageID

    /// An RPC of this message alone.
    var rpc: [UInt8] { RPCEncoder.message(raw[...]) }
}
