import Net
import Testing

@testable import Gossip

@Suite("The RPC codec")
struct RPCCodecTests {
    private let limits = GossipLimits()

    /// One of everything.
    private var full: [UInt8] {
        let ids = [MessageID(bytes: [1, 2, 3]), MessageID(bytes: [])]
        let exchanged = ExchangedPeer(peer: TestPeer(4).id.bytes[...], signedRecord: [9, 9])
        return RPCText.subscribe(["a", "b"]) + RPCText.unsubscribe("c")
            + TestPeer(1).message("hello", number: 5).rpc
            + RPCText.control(
                RPCEncoder.have(TopicName("a"), ids, maximumBytes: 1_000)
                    + RPCEncoder.want(ids, maximumBytes: 1_000)
                    + [
                        RPCEncoder.graft(TopicName("a")),
                        RPCEncoder.prune(TopicName("b"), backoffSeconds: 60, peers: [exchanged]),
                        RPCEncoder.dontWant(ids[0]),
                        RPCEncoder.extensions(PeerExtensions(hasTestExtension: true)),
                    ]
            )
            + RPCEncoder.testExtension
    }

    @Test("Everything that is encoded is decoded again")
    func roundTrip() throws {
        let rpc = try RPCDecoder.decode(full[...], limits: limits)
        #expect(rpc.subscriptions.map(\.isSubscribe) == [true, true, false])
        #expect(rpc.subscriptions.map { String(decoding: $0.topic, as: UTF8.self) } == ["a", "b", "c"])
        #expect(rpc.messages.map { String(decoding: $0.data ?? [], as: UTF8.self) } == ["hello"])
        #expect(rpc.control.have.map { Array($0.topic) } == [[0x61]])
        #expect(rpc.control.have[0].messageIDs.map(Array.init) == [[1, 2, 3], []])
        #expect(rpc.control.want.map { $0.map(Array.init) } == [[[1, 2, 3], []]])
        #expect(rpc.control.graft.map(Array.init) == [[0x61]])
        #expect(rpc.control.prune.map(\.backoffSeconds) == [60])
        #expect(rpc.control.prune[0].peers.map { Array($0.peer) } == [TestPeer(4).id.bytes])
        #expect(rpc.control.prune[0].peers.map { Array($0.signedRecord) } == [[9, 9]])
        #expect(rpc.control.dontWant.map { $0.map(Array.init) } == [[[1, 2, 3]]])
        #expect(rpc.control.extensions == PeerExtensions(hasTestExtension: true))
        #expect(rpc.hasTestExtension)
    }

    @Test("The fields have the numbers of the specification")
    func wireBytes() {
        #expect(
            RPCEncoder.subscription(TopicName("t"), isSubscribe: true) == [0x0A, 5, 0x08, 1, 0x12, 1, 0x74]
        )
        #expect(RPCText.graft("t") == [0x1A, 5, 0x1A, 3, 0x0A, 1, 0x74])
        #expect(RPCText.prune("t", backoff: 60) == [0x1A, 7, 0x22, 5, 0x0A, 1, 0x74, 0x18, 60])
        #expect(RPCText.want([MessageID(bytes: [5])]) == [0x1A, 5, 0x12, 3, 0x0A, 1, 5])
        #expect(RPCText.dontWant([MessageID(bytes: [5])]) == [0x1A, 5, 0x2A, 3, 0x0A, 1, 5])
        // 6492434 << 3 | 2, length 0.
        #expect(RPCEncoder.testExtension == [0x92, 0x91, 0xE2, 0x18, 0])
    }

    @Test("No prefix and no changed byte traps")
    func damage() {
        let whole = full
        for length in whole.indices {
            _ = try? RPCDecoder.decode(whole[..<length], limits: limits)
        }
        for index in whole.indices {
            for mask in [UInt8(1), 0x80, 0xFF] {
                var damaged = whole
                damaged[index] ^= mask
                if let rpc = try? RPCDecoder.decode(damaged[...], limits: limits) {
                    for message in rpc.messages { _ = message.signedBytes }
                }
            }
        }
    }

    @Test("Each count is accepted at its limit and refused one beyond")
    func limitsHold() throws {
        var small = GossipLimits()
        small.maximumSubscriptionsPerRPC = 3
        small.maximumMessagesPerRPC = 2
        small.maximumControlEntriesPerRPC = 4
        small.maximumRPCBytes = 200
        let graft = RPCEncoder.graft(TopicName("t"))
        _ = try RPCDecoder.decode(RPCText.subscribe(["a", "b", "c"])[...], limits: small)
        #expect(throws: GossipViolation.tooManySubscriptions) {
            try RPCDecoder.decode(RPCText.subscribe(["a", "b", "c", "d"])[...], limits: small)
        }
        _ = try RPCDecoder.decode([0x12, 0, 0x12, 0], limits: small)
        #expect(throws: GossipViolation.tooManyMessages) {
            try RPCDecoder.decode([0x12, 0, 0x12, 0, 0x12, 0], limits: small)
        }
        _ = try RPCDecoder.decode(RPCText.control(Array(repeating: graft, count: 4))[...], limits: small)
        #expect(throws: GossipViolation.tooManyControlEntries) {
            try RPCDecoder.decode(RPCText.control(Array(repeating: graft, count: 5))[...], limits: small)
        }
        // The limit is one for all control parts of an RPC together.
        #expect(throws: GossipViolation.tooManyControlEntries) {
            try RPCDecoder.decode(
                (RPCText.control([graft, graft, graft]) + RPCText.control([graft, graft]))[...],
                limits: small
            )
        }
        let filler = [UInt8](repeating: 0, count: 197)
        _ = try RPCDecoder.decode(
            ([0x7A, 197, 1] + filler)[...],
            limits: small
        )
        #expect(throws: GossipViolation.oversizedRPC) {
            try RPCDecoder.decode([UInt8](repeating: 0, count: 201)[...], limits: small)
        }
    }

    @Test("A frame of empty elements costs no more than its limit", .timeLimit(.minutes(1)))
    func emptyElements() {
        let subscriptions = [UInt8](repeating: 0, count: 1_048_576).enumerated().map {
            $0.offset % 2 == 0 ? 0x0A : $0.element
        }
        #expect(throws: GossipViolation.tooManySubscriptions) {
            try RPCDecoder.decode(subscriptions[...], limits: limits)
        }
        // Half a million empty ids in one IHAVE: the limit's worth is read, the rest skipped.
        var entry = ProtobufWriter()
        entry.append(RPCField.Control.have) { have in
            for _ in 0..<100_000 { have.append(RPCField.Have.messageIDs, bytes: [] as [UInt8]) }
        }
        let rpc = try? RPCDecoder.decode(RPCText.control([entry.bytes])[...], limits: limits)
        #expect(rpc?.control.have.first?.messageIDs.count == limits.maximumMessageIDsPerRPC)
    }

    @Test("The signed bytes are the received ones without signature and key, unknown fields included")
    func signedBytes() throws {
        let fields: [[UInt8]] = [
            [0x0A, 1, 0xAA],  // from
            [0x2A, 2, 1, 2],  // signature
            [0x12, 0],  // data, present and empty
            [0x7A, 1, 0x55],  // unknown, number 15
            [0x32, 1, 3],  // key
            [0x22, 1, 0x74],  // topic
        ]
        let message = try WireMessage(fields.flatMap { $0 }[...])
        let expected = Array("libp2p-pubsub:".utf8) + fields[0] + fields[2] + fields[3] + fields[5]
        #expect(message.signedBytes == expected)
        #expect(message.data?.isEmpty == true)
    }

    @Test("Ids are split over entries that keep within the limit, and none is lost")
    func split() throws {
        let ids = (0..<1_000).map { MessageID(bytes: [UInt8](repeating: UInt8($0 % 256), count: 46)) }
        let entries = RPCEncoder.have(TopicName("room"), ids, maximumBytes: 15_000)
        #expect(entries.count == 4)
        #expect(entries.allSatisfy { $0.count <= 15_000 })
        let decoded = try entries.flatMap { entry in
            try RPCDecoder.decode(RPCText.control([entry])[...], limits: limits).control.have.flatMap(
                \.messageIDs
            )
        }
        #expect(decoded.map(Array.init) == ids.map(\.bytes))
    }
}
