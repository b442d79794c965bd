/// A message in the form it is sent on: the author's bytes, unchanged, shared by all peers that get it.
struct EncodedMessage {
    let id: MessageID
    let topic: TopicName
    /// The encoded field of an RPC.
    let field: [UInt8]
}
