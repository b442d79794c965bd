/// A message that can be sent on.
struct CachedMessage {
    let id: MessageID
    let topic: TopicName
    /// The encoded field of an RPC.
    let field: [UInt8]
}
