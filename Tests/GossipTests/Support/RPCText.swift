import Net

@testable import Gossip

/// RPCs made by hand.
enum RPCText {
    static func subscribe(_ topics: [String]) -> [UInt8] {
        topics.flatMap { RPCEncoder.subscription(TopicName($0), isSubscribe: true) }
    }

    static func unsubscribe(_ topic: String) -> [UInt8] {
        RPCEncoder.subscription(TopicName(topic), isSubscribe: false)
    }

    /// An RPC of control entries.
    static func control(_ entries: [[UInt8]]) -> [UInt8] {
        var rpc = OutboundRPC()
        rpc.appendControl(entries, [], byteCount: entries.reduce(0) { $0 + $1.count })
        return rpc.bytes
    }

    static func graft(_ topic: String = "room") -> [UInt8] {
        control([RPCEncoder.graft(TopicName(topic))])
    }

    static func prune(_ topic: String = "room", backoff: UInt64?, peers: [ExchangedPeer] = []) -> [UInt8] {
        control([RPCEncoder.prune(TopicName(topic), backoffSeconds: backoff, peers: peers)])
    }

    static func have(_ ids: [MessageID], topic: String = "room") -> [UInt8] {
        control(RPCEncoder.have(TopicName(topic), ids, maximumBytes: .max))
    }

    static func want(_ ids: [MessageID]) -> [UInt8] {
        control(RPCEncoder.want(ids, maximumBytes: .max))
    }

    static func dontWant(_ ids: [MessageID]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(RPCField.Control.dontWant) { entry in
            for id in ids { entry.append(RPCField.MessageIDs.messageIDs, bytes: id.bytes) }
        }
        return control([writer.bytes])
    }
}
