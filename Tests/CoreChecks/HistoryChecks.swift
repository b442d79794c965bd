import History
import Net

/// History: what two peers do with what either has heard.
let historyChecks: [CoreCheck] = [
    CoreCheck("Two that meet know all that either has heard, each message once") { check in
        var pair = HistoryPair()
        pair.open()
        var ann = HistoryAuthor(11)
        var ben = HistoryAuthor(12)
        for second in 0..<200 as Range<UInt64> {
            let time = HistoryPair.seconds - 1_000 + second
            let both = ann.say("both", at: time)
            pair.hear(both, at: 0)
            pair.hear(both, at: 1)
            pair.hear(ben.say("one", at: time), at: Int(second % 2))
        }
        pair.meet()
        check.expectEqual(pair.counts(), [400, 400], "everything is everywhere")
        check.expectEqual(pair.late.map { $0.count }, [100, 100], "what each lacked came once")
        check.expectEqual(pair.reports.map { $0.count }, [1, 1], "each tells of it once")
        check.expectEqual(pair.reports[0][0].messages, 100, "and how much it was")
        check.expect(pair.late[0][0].item > pair.late[0][99].item, "the newest came first")
        pair.wait(.seconds(60))
        check.expectEqual(pair.late.map { $0.count }, [100, 100], "nothing comes twice")
    },
    CoreCheck("Nothing different: one round trip, and 200 bytes with everything around it") { check in
        var pair = HistoryPair()
        pair.open()
        var ann = HistoryAuthor(11)
        for second in 0..<500 as Range<UInt64> {
            let message = ann.say("both", at: HistoryPair.seconds - 1_000 + second)
            for end in 0..<2 { pair.hear(message, at: end) }
        }
        pair.meet()
        check.expect(pair.written[0] > 0 && pair.written[0] + pair.written[1] <= 200, "the bytes")
        check.expectEqual(pair.reports.map { $0.count }, [0, 0], "nothing is told")
    },
    CoreCheck("A peer of another room learns nothing of ours, and sees no name of it") { check in
        var pair = HistoryPair()
        pair.open(topics: ["hearsay/1/lobby", "hearsay/1/elsewhere"])
        var ann = HistoryAuthor(11)
        pair.hear(ann.say("ours", at: HistoryPair.seconds - 5), at: 0)
        pair.meet()
        check.expectEqual(pair.late.map { $0.count }, [0, 0], "nothing was passed on")
        check.expect(pair.written[1] < 8, "the other says that it knows no such room, and nothing else")
        let same = RoomTag(topic: "a", asking: pair.peers[0].peerID, answering: pair.peers[1].peerID)
        let turned = RoomTag(topic: "a", asking: pair.peers[1].peerID, answering: pair.peers[0].peerID)
        check.expect(same != turned, "no two meetings look alike")
    },
    CoreCheck("Of two keeps the shorter one counts, and nothing older is offered") { check in
        var short = HistoryKeep()
        short.seconds = 86_400
        var pair = HistoryPair(otherKeep: short)
        pair.open()
        var ann = HistoryAuthor(11)
        pair.hear(ann.say("old", at: HistoryPair.seconds - 10 * 86_400), at: 0)
        pair.hear(ann.say("new", at: HistoryPair.seconds - 3_600), at: 0)
        pair.meet()
        check.expectEqual(pair.counts(), [2, 1], "the old one stays where it is")
        check.expectEqual(pair.resets, 0, "and nobody is to blame")
    },
    CoreCheck("A message of tomorrow waits outside, and does not move the window") { check in
        var pair = HistoryPair()
        pair.open()
        var ann = HistoryAuthor(11)
        let tomorrow = HistoryPair.seconds + 86_400
        pair.hear(ann.say("soon", at: HistoryPair.seconds + 500), at: 0)
        pair.hear(ann.say("tomorrow", at: tomorrow), at: 0)
        pair.meet()
        check.expectEqual(pair.counts(), [1, 1], "ten minutes are tolerated")
        pair.wait(.seconds(87_500))
        check.expectEqual(pair.counts(), [2, 2], "when its time has come, it is one like any other")
    },
    CoreCheck("What was forgotten does not come back") { check in
        var pair = HistoryPair()
        pair.open()
        var ann = HistoryAuthor(11)
        let before = ann.say("before", at: HistoryPair.seconds - 10)
        for end in 0..<2 { pair.hear(before, at: end) }
        pair.change(0) { history, clock in history.forget(HistoryPair.topic, at: clock) }
        pair.wait(.seconds(10))
        pair.hear(ann.say("after", at: HistoryPair.seconds + 5), at: 1)
        pair.meet()
        check.expectEqual(pair.counts(), [1, 2], "only what was said later")
    },
    CoreCheck("Whoever invents old talk drives out his own") { check in
        var keep = HistoryKeep()
        keep.messages = 100
        var pair = HistoryPair(keep: keep)
        pair.open()
        var ann = HistoryAuthor(11)
        var flood = HistoryAuthor(13)
        for second in 0..<50 as Range<UInt64> {
            pair.hear(ann.say("true", at: HistoryPair.seconds - 100_000 + second), at: 1)
        }
        for second in 0..<99 as Range<UInt64> {
            pair.hear(flood.say("invented", at: HistoryPair.seconds - 90_000 + second), at: 1)
        }
        check.expectEqual(pair.counts()[1], 100, "the bound holds")
        let authors = pair.authors(at: 1)
        check.expectEqual(authors.filter { $0 == identity(11).peerID }.count, 50, "the others' talk stays")
    },
    CoreCheck("A forged message is not kept, and ends history with whoever brought it") { check in
        var pair = HistoryPair()
        pair.open()
        var ann = HistoryAuthor(11)
        pair.hear(ann.say("the truth", at: HistoryPair.seconds - 10), at: 1)
        pair.tamper = { bytes in
            var bytes = bytes
            // The text stands in what is signed.
            if let place = bytes.indices.first(where: { bytes[$0...].starts(with: Array("truth".utf8)) }) {
                bytes[place] = UInt8(ascii: "T")
            }
            return bytes
        }
        pair.meet()
        check.expectEqual(pair.counts(), [0, 1], "it is not kept")
        check.expectEqual(pair.resets, 1, "the stream is reset")
        pair.tamper = nil
        pair.wait(.seconds(1_000))
        check.expectEqual(pair.counts(), [0, 1], "nothing more comes of that peer")
        let other = pair.peers[1].peerID
        pair.change(0) { history, _ in history.receiveDisconnection(other) }
        pair.meet()
        check.expectEqual(pair.counts(), [1, 1], "until it connects anew")
    },
    CoreCheck("Bytes a second are bounded, and all arrives nevertheless") { check in
        var limits = HistoryLimits()
        limits.bytesPerSecond = 10_000
        var pair = HistoryPair(limits: limits)
        pair.open()
        var ann = HistoryAuthor(11)
        for second in 0..<400 as Range<UInt64> {
            let text = String(repeating: "x", count: 200)
            pair.hear(ann.say(text, at: HistoryPair.seconds - 1_000 + second), at: 1)
        }
        pair.meet()
        check.expect(pair.written[1] < 50_000, "not all at once")
        pair.wait(.seconds(30))
        check.expectEqual(pair.counts(), [400, 400], "in the end everything")
    },
]
