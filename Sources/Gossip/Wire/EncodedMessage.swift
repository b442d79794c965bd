import Net

/// A message in the form it is sent on: the author's bytes, unchanged, shared by all peers that get it.
struct EncodedMessage {
    let id: MessageID
    let topic: TopicName
    /// The encoded field of an RPC.
    let field: [UInt8]

    /// The message without the field around it.
    var raw: [UInt8]? {
        var reader = ProtobufReader(field)
        do {
            guard let field = try reader.next() else { return nil }
            return Array(try field.bytes())
        } catch {
            return nil
        }
    }
}
