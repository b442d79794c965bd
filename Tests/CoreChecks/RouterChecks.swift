import Gossip
import Net

/// What a router makes of streams that are replaced and of authors whose keys it cannot check.
let routerChecks: [CoreCheck] = [
    CoreCheck("What was lost on a dead stream arrives by the one that takes its place", checkRenewal),
    CoreCheck("Nobody is blamed for what was asked on a dead stream", checkBlame),
    CoreCheck("A message whose author's key cannot be checked is ignored without blame", checkUncheckable),
    CoreCheck("A message that the application accepts is for it to show, once", checkValidation),
]

private func checkRenewal(_ check: inout CheckRecorder) {
    var pair = RouterPair()
    pair.isFirstUnheard = true
    pair.publish("lost", at: 0)
    check.expectEqual(pair.texts(1), [], "the stream is dead")
    pair.renewFirst()
    check.expectEqual(pair.texts(1), ["lost"], "it arrives by the new stream")
    pair.publish("next", at: 0)
    check.expectEqual(pair.texts(1), ["lost", "next"], "and what comes after it")
    pair.pass(.seconds(10))
    check.expectEqual(
        pair.routers[1].subscribers(of: "room"),
        [pair.peers[0]],
        "the peer is still in the room"
    )
    check.expectEqual(pair.routers[1].meshPeers(of: "room"), [pair.peers[0]], "and in the mesh")
    let isQuiet = pair.outputs[1].allSatisfy { if case .deliver = $0 { true } else { false } }
    check.expect(isQuiet, "nobody was told that it had gone")
}

private func checkBlame(_ check: inout CheckRecorder) {
    var pair = RouterPair()
    pair.isFirstUnheard = true
    // The first announces what it would send, and is asked; the answer is lost with the stream.
    for number in 1...4 as ClosedRange<UInt8> {
        var have = ProtobufWriter()
        have.append(3) { control in
            control.append(1) { entry in
                entry.append(1, string: "room")
                entry.append(2, bytes: [number])
            }
        }
        pair.receive(have.bytes, at: 1)
    }
    check.expectEqual(pair.routers[1].counters.wantSent, 4, "it is asked")
    pair.pass(.seconds(2))
    pair.renewFirst()
    pair.pass(.seconds(5))
    check.expectEqual(pair.routers[1].counters.brokenPromises, 0, "no promise is broken")
    check.expect(pair.routers[1].score(of: pair.peers[0]) >= 0, "its score")
}

private func checkUncheckable(_ check: inout CheckRecorder) {
    var pair = RouterPair()
    // A secp256k1 key, which is contained in the peer id.
    let key: [UInt8] = [8, 2, 18, 33, 2] + [UInt8](repeating: 7, count: 32)
    let author = [0, UInt8(key.count)] + key
    for number in 1...10 as ClosedRange<UInt8> {
        var rpc = ProtobufWriter()
        rpc.append(2) { message in
            message.append(1, bytes: author)
            message.append(2, string: "hi")
            message.append(3, bytes: [0, 0, 0, 0, 0, 0, 0, number])
            message.append(4, string: "room")
            message.append(5, bytes: [UInt8](repeating: 1, count: 70))
        }
        pair.receive(rpc.bytes, at: 1)
    }
    check.expectEqual(pair.routers[1].score(of: pair.peers[0]), 0, "the neighbour's score")
    check.expectEqual(pair.texts(1), [], "nothing is shown")
    check.expectEqual(pair.routers[0].counters.received, 0, "nothing is passed on")
    check.expectEqual(pair.routers[1].counters.uncheckable, 10, "they are counted")
    pair.publish("heard", at: 0)
    check.expectEqual(pair.texts(1), ["heard"], "the neighbour is heard as before")
}

private func checkValidation(_ check: inout CheckRecorder) {
    var configuration = GossipConfiguration()
    configuration.topicDefaults.validation = .asynchronous
    var pair = RouterPair(configuration)
    pair.publish("hm", at: 0)
    var ids: [MessageID] = []
    for output in pair.outputs[1] {
        if case .validate(let message) = output { ids.append(message.id) }
    }
    check.expectEqual(ids.count, 1, "the application is asked")
    for id in ids {
        check.expect(pair.answer(id, .accept), "it may show the message")
        check.expect(!pair.answer(id, .accept), "once")
    }
    check.expectEqual(pair.texts(1), [], "it is not delivered as well")
    check.expect(!pair.answer(MessageID(bytes: [1]), .accept), "nobody has asked about that one")
}
