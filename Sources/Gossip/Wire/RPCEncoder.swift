import Net

/// Encodes the parts that RPCs are put together from; each result is a whole field with its key.
enum RPCEncoder {
    /// An entry of `subscriptions`.
    static func subscription(_ topic: TopicName, isSubscribe: Bool) -> [UInt8] {
        field(RPCField.subscriptions) { entry in
            entry.append(RPCField.Subscription.isSubscribe, bool: isSubscribe)
            entry.append(RPCField.Subscription.topic, bytes: topic.utf8)
        }
    }

    /// An entry of `publish`: a message as it came from its author.
    static func message(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var writer = ProtobufWriter()
        // The key takes one byte and the length at most five.
        writer.reserveCapacity(raw.count + 6)
        writer.append(RPCField.messages, bytes: raw)
        return writer.bytes
    }

    /// The empty `TestExtension`.
    static var testExtension: [UInt8] {
        field(RPCField.testExtension) { _ in }
    }

    /// GRAFT, for the control part.
    static func graft(_ topic: TopicName) -> [UInt8] {
        field(RPCField.Control.graft) { $0.append(RPCField.Graft.topic, bytes: topic.utf8) }
    }

    /// PRUNE, for the control part.
    ///
    /// - Parameter backoffSeconds: nil for peers of v1.0, which know no backoff.
    static func prune(_ topic: TopicName, backoffSeconds: UInt64?, peers: [ExchangedPeer]) -> [UInt8] {
        field(RPCField.Control.prune) { entry in
            entry.append(RPCField.Prune.topic, bytes: topic.utf8)
            for exchanged in peers {
                entry.append(RPCField.Prune.peers) { peer in
                    peer.append(RPCField.PeerInfo.peer, bytes: exchanged.peer)
                    if !exchanged.signedRecord.isEmpty {
                        peer.append(RPCField.PeerInfo.signedRecord, bytes: exchanged.signedRecord)
                    }
                }
            }
            if let backoffSeconds { entry.append(RPCField.Prune.backoffSeconds, varint: backoffSeconds) }
        }
    }

    /// The announcement of our extensions, for the control part.
    static func extensions(_ extensions: PeerExtensions) -> [UInt8] {
        field(RPCField.Control.extensions) { entry in
            if extensions.hasTestExtension { entry.append(RPCField.testExtension, bool: true) }
        }
    }

    /// IHAVE, for the control part: as many entries as it takes to keep each below `maximumBytes`.
    static func have(_ topic: TopicName, _ ids: [MessageID], maximumBytes: Int) -> [[UInt8]] {
        split(ids, maximumBytes: maximumBytes - topic.utf8.count) { chunk in
            field(RPCField.Control.have) { entry in
                entry.append(RPCField.Have.topic, bytes: topic.utf8)
                for id in chunk { entry.append(RPCField.Have.messageIDs, bytes: id.bytes) }
            }
        }
    }

    /// IWANT, for the control part, split likewise.
    static func want(_ ids: [MessageID], maximumBytes: Int) -> [[UInt8]] {
        split(ids, maximumBytes: maximumBytes) { chunk in
            field(RPCField.Control.want) { entry in
                for id in chunk { entry.append(RPCField.MessageIDs.messageIDs, bytes: id.bytes) }
            }
        }
    }

    /// IDONTWANT, for the control part.
    static func dontWant(_ id: MessageID) -> [UInt8] {
        field(RPCField.Control.dontWant) { $0.append(RPCField.MessageIDs.messageIDs, bytes: id.bytes) }
    }

    private static func field(_ number: UInt32, _ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(number, message: body)
        return writer.bytes
    }

    private static func split(
        _ ids: [MessageID],
        maximumBytes: Int,
        encode: (ArraySlice<MessageID>) -> [UInt8]
    ) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var start = 0
        // Room for the keys and lengths around the ids.
        var size = 16
        for index in ids.indices {
            let idBytes = ids[index].bytes.count + 4
            if size + idBytes > maximumBytes, index > start {
                entries.append(encode(ids[start..<index]))
                start = index
                size = 16
            }
            size += idBytes
        }
        if start < ids.count { entries.append(encode(ids[start...])) }
        return entries
    }
}
