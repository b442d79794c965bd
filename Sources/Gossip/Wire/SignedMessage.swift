import Net

/// Makes the messages published here (specs `pubsub/README.md`, "The Message" and "Message signing").
enum SignedMessage {
    /// The domain separator of pub/sub signatures, `libp2p-pubsub:`.
    static var domain: [UInt8] { Array("libp2p-pubsub:".utf8) }

    /// The encoding of a message with author, sequence number and signature.
    static func encode(
        data: [UInt8],
        topic: TopicName,
        sequenceNumber: [UInt8],
        authenticator: MessageAuthenticator
    ) -> [UInt8] {
        var unsigned = ProtobufWriter(after: domain)
        unsigned.append(RPCField.Message.from, bytes: authenticator.peerID.bytes)
        unsigned.append(RPCField.Message.data, bytes: data)
        unsigned.append(RPCField.Message.sequenceNumber, bytes: sequenceNumber)
        unsigned.append(RPCField.Message.topic, bytes: topic.utf8)
        let signature = authenticator.sign(unsigned.bytes)
        var message = ProtobufWriter(after: Array(unsigned.bytes.dropFirst(domain.count)))
        message.append(RPCField.Message.signature, bytes: signature)
        // No `key`: that of Ed25519 is contained in `from`.
        if let key = authenticator.attachedKey { message.append(RPCField.Message.key, bytes: key) }
        return message.bytes
    }

    /// The encoding of a message without any of them.
    static func encodeUnsigned(data: [UInt8], topic: TopicName) -> [UInt8] {
        var message = ProtobufWriter()
        message.append(RPCField.Message.data, bytes: data)
        message.append(RPCField.Message.topic, bytes: topic.utf8)
        return message.bytes
    }
}
