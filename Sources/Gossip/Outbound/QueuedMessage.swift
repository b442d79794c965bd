/// A message on its way to one peer.
struct QueuedMessage {
    let id: MessageID
    /// The encoded field of the RPC, shared by all peers that get the message.
    let field: [UInt8]
}
