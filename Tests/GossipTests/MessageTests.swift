import Net
import Testing

@testable import Gossip

@Suite("Messages")
struct MessageTests {
    @Test("A message is delivered once and forwarded to the mesh, not to its author nor back")
    func forward() {
        let bench = RouterBench.room()
        let message = TestPeer(2).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.receive(message.rpc, from: TestPeer(3))
        #expect(bench.takeDelivered() == ["hi"])
        #expect(bench.takeSent(TestPeer(1)).texts == [])
        #expect(bench.takeSent(TestPeer(2)).texts == [])
        #expect(bench.takeSent(TestPeer(3)).texts == ["hi"])
        #expect(bench.router.counters.duplicates == 1)
    }

    @Test("What is forwarded is what the author sent, byte for byte, unknown fields and key included")
    func verbatim() throws {
        let author = TestPeer(9)
        var unsigned = ProtobufWriter()
        unsigned.append(RPCField.Message.from, bytes: author.id.bytes)
        unsigned.append(RPCField.Message.data, bytes: Array("odd".utf8))
        unsigned.append(RPCField.Message.sequenceNumber, bytes: [0, 0, 0, 0, 0, 0, 0, 1])
        unsigned.append(RPCField.Message.topic, string: "room")
        unsigned.append(77, string: "from the future")
        let signature = author.keyPair.sign(SignedMessage.domain + unsigned.bytes)
        var whole = ProtobufWriter()
        whole.append(RPCField.Message.key, bytes: author.keyPair.publicKey.protobuf)
        whole.append(RPCField.Message.signature, bytes: signature)
        let raw = whole.bytes + unsigned.bytes
        let bench = RouterBench.room()
        bench.receive(RPCEncoder.message(raw[...]), from: TestPeer(1))
        #expect(bench.takeDelivered() == ["odd"])
        #expect(bench.takeSent(TestPeer(3)).flatMap(\.rpc.messages).map { Array($0.raw) } == [raw])
    }

    @Test("The id is from and seqno, as in go")
    func goID() throws {
        let bench = RouterBench.room()
        let id = try bench.publish("hello")
        #expect(id.bytes == bench.me.id.bytes + [0, 0, 0, 0, 0, 0, 3, 0xE9])
        #expect(bench.takeOutputs() == [.sent(id, topic: "room", peerCount: 3)])
        let sent = bench.takeSent(TestPeer(1)).flatMap(\.rpc.messages)
        #expect(sent.map { $0.sequenceNumber.map(Array.init) } == [[0, 0, 0, 0, 0, 0, 3, 0xE9]])
        #expect(sent.map(\.key) == [nil])
    }

    @Test("What is published is accepted by another router, at every size up to 16 KiB and beyond")
    func published() throws {
        for size in [0, 1, 200, 16_384, 70_000, 1_000_000] {
            let bench = RouterBench.room()
            let data = [UInt8](repeating: 0x61, count: size)
            try bench.publish(data)
            let other = RouterBench(identity: 50)
            other.join()
            other.connect(bench.me)
            for rpc in bench.takeSent(TestPeer(1)) { other.receive(rpc.bytes, from: bench.me) }
            #expect(other.takeDelivered().map(\.utf8.count) == [size])
        }
    }

    @Test("A published message can be too long, or have no topic")
    func publishErrors() {
        let bench = RouterBench.room()
        #expect(throws: PublishError.invalidTopic) { try bench.publish("x", to: "") }
        #expect(throws: PublishError.invalidTopic) {
            try bench.publish("x", to: String(repeating: "t", count: 1_025))
        }
        let limit = GossipLimits().maximumPublishBytes
        #expect(throws: PublishError.tooLong(maximumBytes: limit)) {
            try bench.publish([UInt8](repeating: 0, count: limit + 1))
        }
        #expect(bench.takeSent(TestPeer(1)).isEmpty)
    }

    @Test(
        "A message that StrictSign forbids is rejected and counted against the sender (P4)",
        arguments: [
            "signature", "other key", "no signature", "no seqno", "seqno of 9", "no from", "data changed",
        ]
    )
    func strictSign(_ fault: String) throws {
        let bench = RouterBench.room()
        let author = TestPeer(2)
        let good = try WireMessage(author.message("hi", number: 1).raw[...])
        var writer = ProtobufWriter()
        if fault != "no from" { writer.append(RPCField.Message.from, bytes: good.from ?? []) }
        writer.append(
            RPCField.Message.data,
            bytes: fault == "data changed" ? Array("ho".utf8)[...] : good.data ?? []
        )
        if fault != "no seqno" {
            let longer = fault == "seqno of 9" ? [0] : [UInt8]()
            writer.append(RPCField.Message.sequenceNumber, bytes: Array(good.sequenceNumber ?? []) + longer)
        }
        writer.append(RPCField.Message.topic, string: "room")
        if fault != "no signature" {
            var signature = Array(good.signature ?? [])
            if fault == "signature" { signature[10] ^= 1 }
            writer.append(RPCField.Message.signature, bytes: signature)
        }
        if fault == "other key" {
            writer.append(RPCField.Message.key, bytes: TestPeer(3).keyPair.publicKey.protobuf)
        }
        bench.receive(RPCEncoder.message(writer.bytes[...]), from: TestPeer(1))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.counters.rejected == 1)
        #expect(bench.router.score(of: TestPeer(1).id) == -10)
        #expect(bench.takeSent(TestPeer(3)).texts == [])
        // The id is not spoilt for the real message.
        bench.receive(author.message("hi", number: 1).rpc, from: TestPeer(3))
        #expect(bench.takeDelivered() == ["hi"])
    }

    @Test("A message of a topic that is not joined is dropped without blame")
    func otherTopic() {
        let bench = RouterBench.room()
        bench.receive(TestPeer(2).message("hi", topic: "elsewhere", number: 1).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        #expect(bench.router.counters.ignored == 1)
    }

    @Test("Our own message that comes back is nobody's fault; one forged in our name is")
    func ownEcho() throws {
        let bench = RouterBench.room()
        try bench.publish("mine")
        let echo = try #require(bench.takeSent(TestPeer(1)).first)
        bench.receive(echo.bytes, from: TestPeer(2))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.score(of: TestPeer(2).id) == 0)
        // A message of an earlier life of ours: signed, but not seen.
        bench.receive(bench.me.message("long ago", number: 7).rpc, from: TestPeer(2))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.score(of: TestPeer(2).id) == 0)
        // Another text under our name.
        var forged = bench.me.message("real", number: 8).raw
        forged[forged.count - 1] ^= 1
        bench.receive(RPCEncoder.message(forged[...]), from: TestPeer(3))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.score(of: TestPeer(3).id) == -10)
    }

    @Test("A topic without signatures takes bare messages only, and tells them apart by their content")
    func strictNoSign() throws {
        var bare = TopicConfiguration()
        bare.signing = .strictNoSign
        let bench = RouterBench { $0.topicDefaults = bare }
        bench.join()
        for number in 1...3 { bench.connect(TestPeer(number)) }
        bench.forget()
        let raw = SignedMessage.encodeUnsigned(data: Array("anon".utf8), topic: TopicName("room"))
        bench.receive(RPCEncoder.message(raw[...]), from: TestPeer(1))
        let delivered = bench.takeOutputs().compactMap { output in
            if case .deliver(let message) = output { return message }
            return nil
        }
        #expect(delivered.map(\.from) == [nil])
        #expect(delivered.map(\.id.bytes) == [SHA256.hash(Array("anon".utf8))])
        bench.receive(TestPeer(2).message("signed", number: 1).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.counters.rejected == 1)
        #expect(throws: PublishError.duplicate) { try bench.publish("anon") }
        try bench.publish("mine")
        let sent = try #require(bench.takeSent(TestPeer(2)).flatMap(\.rpc.messages).last)
        #expect(sent.from == nil && sent.signature == nil && sent.sequenceNumber == nil)
    }

    @Test("What is typed while nobody is there goes to the first peer that appears, once")
    func held() throws {
        let bench = RouterBench()
        bench.join()
        let first = try bench.publish("one")
        let second = try bench.publish("two")
        #expect(bench.takeOutputs() == [])
        bench.pass(.seconds(600))
        bench.connect(TestPeer(1))
        #expect(bench.takeSent(TestPeer(1)).texts == ["one", "two"])
        #expect(
            bench.takeOutputs().filter { if case .sent = $0 { true } else { false } } == [
                .sent(first, topic: "room", peerCount: 1), .sent(second, topic: "room", peerCount: 1),
            ]
        )
        bench.connect(TestPeer(2))
        #expect(bench.takeSent(TestPeer(2)).texts == [])
        // Whoever comes later learns of them by gossip and can ask.
        bench.receive(RPCText.want([first]), from: TestPeer(2))
        #expect(bench.takeSent(TestPeer(2)).texts == ["one"])
    }

    @Test(
        "As many messages are kept for late peers as the limit says; the next one is refused, and the others stay"
    )
    func heldLimit() throws {
        let bench = RouterBench { $0.limits.maximumHeldMessages = 2 }
        bench.join()
        try bench.publish("one")
        try bench.publish("two")
        #expect(throws: PublishError.nobodyThere) { try bench.publish("three") }
        bench.connect(TestPeer(1))
        #expect(bench.takeSent(TestPeer(1)).texts == ["one", "two"])
        try bench.publish("four")
        #expect(bench.takeSent(TestPeer(1)).texts == ["four"])
    }

    @Test("A replay is ignored after the seen cache has forgotten it, where sequence numbers grow")
    func replay() {
        var growing = TopicConfiguration()
        growing.replay = .growingSequenceNumbers
        let bench = RouterBench.room { $0.topicDefaults = growing }
        let old = TestPeer(2).message("old", number: 5)
        bench.receive(old.rpc, from: TestPeer(1))
        bench.receive(TestPeer(2).message("new", number: 6).rpc, from: TestPeer(1))
        #expect(bench.takeDelivered() == ["old", "new"])
        bench.pass(.seconds(130))
        #expect(bench.router.snapshot().seenMessages == 0)
        bench.receive(old.rpc, from: TestPeer(3))
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.score(of: TestPeer(3).id) >= 0)
        bench.receive(TestPeer(2).message("newer", number: 7).rpc, from: TestPeer(3))
        #expect(bench.takeDelivered() == ["newer"])
    }

    @Test("Where the application validates, nothing is delivered or forwarded before it has spoken")
    func asynchronousValidation() {
        var topic = TopicConfiguration()
        topic.validation = .asynchronous
        let bench = RouterBench.room { $0.topicDefaults = topic }
        let message = TestPeer(9).message("hm", number: 1)
        bench.receive(message.rpc, from: TestPeer(1))
        bench.receive(message.rpc, from: TestPeer(2))
        let asked = bench.takeOutputs().compactMap { output in
            if case .validate(let message) = output { return message.id }
            return nil
        }
        #expect(asked == [message.id])
        #expect(bench.takeSent(TestPeer(3)).texts == [])
        let result242 = bench.router.receiveValidation(message.id, .accept, now: bench.now)
        #expect(result242, "it can be shown")
        #expect(bench.takeDelivered() == [], "and is not delivered a second time")
        #expect(bench.takeSent(TestPeer(3)).texts == ["hm"])
        #expect(bench.takeSent(TestPeer(2)).texts == [], "it has sent the message itself")

        let bad = TestPeer(9).message("bad", number: 2)
        bench.receive(bad.rpc, from: TestPeer(1))
        bench.receive(bad.rpc, from: TestPeer(2))
        bench.router.receiveValidation(bad.id, .reject, now: bench.now)
        bench.receive(bad.rpc, from: TestPeer(3))
        #expect(bench.takeDelivered() == [])
        // All three are to blame; two of them had a first delivery or none.
        #expect(bench.router.score(of: TestPeer(1).id) == -9)
        #expect(bench.router.score(of: TestPeer(2).id) == -10)
        #expect(bench.router.score(of: TestPeer(3).id) == -10)

        let dull = TestPeer(9).message("dull", number: 3)
        bench.receive(dull.rpc, from: TestPeer(1))
        bench.router.receiveValidation(dull.id, .ignore, now: bench.now)
        bench.router.receiveValidation(dull.id, .accept, now: bench.now)
        #expect(bench.takeDelivered() == [])
        #expect(bench.router.score(of: TestPeer(1).id) == -9)
    }

    @Test(
        "Publishing to a topic that is not joined uses a fanout, which ends a minute after the last message"
    )
    func fanout() throws {
        let bench = RouterBench { $0.gossip.floodsOwnMessages = false }
        for number in 1...20 { bench.connect(TestPeer(number)) }
        try bench.publish("one")
        let chosen = (1...20).filter { bench.takeSent(TestPeer($0)).texts == ["one"] }
        #expect(chosen.count == 6)
        try bench.publish("two")
        #expect((1...20).filter { bench.takeSent(TestPeer($0)).texts == ["two"] } == chosen)
        #expect(bench.router.snapshot().topics.map(\.fanout.count) == [6])
        bench.pass(.seconds(62))
        #expect(bench.router.snapshot().topics.isEmpty)
        #expect(bench.mesh.isEmpty)
    }

    @Test("Joining takes the fanout over into the mesh")
    func fanoutBecomesMesh() throws {
        let bench = RouterBench { $0.gossip.floodsOwnMessages = false }
        for number in 1...20 { bench.connect(TestPeer(number)) }
        try bench.publish("one")
        let chosen = (1...20).map(TestPeer.init).filter { !bench.takeSent($0).texts.isEmpty }.map(\.id)
        bench.join()
        #expect(Set(bench.mesh) == Set(chosen))
    }

    @Test("Without flood publishing a message goes to the mesh, with it to every subscriber")
    func floodPublish() throws {
        for (floods, expected) in [(false, 5), (true, 8)] {
            let bench = RouterBench { $0.gossip.floodsOwnMessages = floods }
            bench.join()
            for number in 1...8 { bench.connect(TestPeer(number)) }
            bench.forget()
            try bench.publish("x")
            #expect((1...8).count { bench.takeSent(TestPeer($0)).texts == ["x"] } == expected)
        }
    }

    @Test("A floodsub peer gets every message and no control message")
    func floodsub() {
        let bench = RouterBench.room()
        bench.connect(TestPeer(4), version: .floodsub)
        bench.receive(TestPeer(9).message("hi", number: 1).rpc, from: TestPeer(1))
        let sent = bench.takeSent(TestPeer(4))
        #expect(sent.texts == ["hi"])
        #expect(sent.allSatisfy { $0.controlBytes == 0 })
        bench.pass(.seconds(3))
        #expect(bench.takeSent(TestPeer(4)).isEmpty)
        #expect(!bench.mesh.contains(TestPeer(4).id))
    }

    @Test("Two spellings of one accented letter are two topics")
    func bytewiseTopics() {
        let bench = RouterBench()
        bench.join("caf\u{e9}")
        bench.connect(TestPeer(1), topics: ["cafe\u{301}"])
        #expect(bench.router.subscribers(of: "caf\u{e9}") == [])
        #expect(bench.router.meshPeers(of: "caf\u{e9}") == [])
    }
}
