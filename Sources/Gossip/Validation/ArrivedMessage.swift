import Net

/// A message that has passed all checks of the router, before anything is copied of it.
struct ArrivedMessage {
    let id: MessageID
    let author: PeerID?
    let message: WireMessage
    let topicName: TopicName
    let topic: String
    let receivedFrom: PeerID

    /// The application's view.
    var forApplication: GossipMessage {
        GossipMessage(
            id: id,
            from: author,
            data: Array(message.data ?? []),
            sequenceNumber: Array(message.sequenceNumber ?? []),
            topic: topic,
            receivedFrom: receivedFrom
        )
    }

    /// The form it is sent on in: the author's bytes, unchanged.
    var encoded: EncodedMessage {
        EncodedMessage(id: id, topic: topicName, field: RPCEncoder.message(message.raw))
    }
}
