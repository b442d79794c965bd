import Net

@testable import Gossip

/// An RPC that the router has sent, decoded.
struct SentRPC {
    let bytes: [UInt8]
    let rpc: RPC

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        do {
            rpc = try RPCDecoder.decode(bytes[...], limits: GossipLimits())
        } catch {
            preconditionFailure("the router has sent an RPC that cannot be decoded")
        }
    }

    /// The bytes inside the control field.
    var controlBytes: Int {
        var total = 0
        var reader = ProtobufReader(bytes)
        while let field = try? reader.next() {
            if field.number == 3, let body = try? field.bytes() { total += body.count }
        }
        return total
    }

    var grafts: [String] { rpc.control.graft.map { String(decoding: $0, as: UTF8.self) } }
    var prunes: [PruneEntry] { rpc.control.prune }
    var texts: [String] { rpc.messages.map { String(decoding: $0.data ?? [], as: UTF8.self) } }
    var have: [MessageID] { rpc.control.have.flatMap(\.messageIDs).map { MessageID(bytes: Array($0)) } }
    var want: [MessageID] { rpc.control.want.flatMap { $0 }.map { MessageID(bytes: Array($0)) } }
    var dontWant: [MessageID] { rpc.control.dontWant.flatMap { $0 }.map { MessageID(bytes: Array($0)) } }
}

extension [SentRPC] {
    var grafts: [String] { flatMap(\.grafts) }
    var prunes: [PruneEntry] { flatMap(\.prunes) }
    var texts: [String] { flatMap(\.texts) }
    var have: [MessageID] { flatMap(\.have) }
    var want: [MessageID] { flatMap(\.want) }
    var dontWant: [MessageID] { flatMap(\.dontWant) }
}
