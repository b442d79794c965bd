import Foundation

/// What each step expects, and what it says when that does not come.
extension Player {
    // MARK: - Meeting

    /// The pairs that dial each other directly, both running, over a link that lets bytes pass.
    private func neighbours(among names: [String]) -> [(ScenePeer, ScenePeer)] {
        scene.dials.compactMap { dial in
            guard let from = peers[dial.from], let to = peers[dial.to], from.isActive, to.isActive,
                names.isEmpty || (names.contains(from.name) && names.contains(to.name)),
                dial.link.map({ links[$0]?.isPassable == true }) ?? true, isPassable(from, to)
            else { return nil }
            return (from, to)
        }
    }

    /// Whether the cables between the hosts of two peers are in.
    private func isPassable(_ peer: ScenePeer, _ other: ScenePeer) -> Bool {
        let hosts = [peer.declaration.host, other.declaration.host].compactMap { $0 }
        guard let network, Set(hosts).count > 1 else { return true }
        return hosts.allSatisfy(network.isPlugged)
    }

    func meet(_ names: [String], within limit: Duration) throws(SceneProblem) {
        try wait(limit) {
            neighbours(among: names).allSatisfy { lacksToMeet($0, $1) == nil && lacksToMeet($1, $0) == nil }
        } missing: {
            let pairs = neighbours(among: names)
            let lacks = pairs.flatMap { [lacksToMeet($0, $1), lacksToMeet($1, $0)] }.compactMap { $0 }
            return lacks.joined(separator: ", ")
        }
    }

    /// What `peer` has not reported about `other`; nil when they have met.
    private func lacksToMeet(_ peer: ScenePeer, _ other: ScenePeer) -> String? {
        guard let identity = other.identity, peer.connected.contains(identity) else {
            return "\(peer.name) should be connected to \(other.name)"
        }
        for room in peer.rooms.intersection(other.rooms).sorted()
        where peer.members[room]?.contains(identity) != true {
            return "\(peer.name) should see \(other.name) in \(room)"
        }
        return nil
    }

    /// Asks with `/peers`, again whenever an answer shows that it is too early.
    func graft(_ names: [String], within limit: Duration) throws(SceneProblem) {
        try meet(names, within: limit)
        // On the stage nobody asks: the answers would fill the screens that the audience looks at.
        if stage != nil { return }
        var asked: [String: (reports: Int, at: ContinuousClock.Instant)] = [:]
        try wait(limit) {
            var isComplete = true
            for (peer, other) in neighbours(among: names).flatMap({ [($0, $1), ($1, $0)] })
            where !isGrafted(peer, other) {
                isComplete = false
                let last = asked[peer.name]
                let isAnswered = last.map { peer.peerReports > $0.reports } ?? true
                let isOld = last.map { $0.at.duration(to: .now) > .milliseconds(50) } ?? true
                guard isAnswered && isOld else { continue }
                asked[peer.name] = (peer.peerReports, .now)
                peer.process?.type("/peers")
            }
            return isComplete
        } missing: {
            let pairs = neighbours(among: names).flatMap { [($0, $1), ($1, $0)] }
            let lacks = pairs.filter { !isGrafted($0, $1) }.map {
                "\($0.name) should have \($1.name) in its mesh"
            }
            return lacks.joined(separator: ", ")
        }
    }

    private func isGrafted(_ peer: ScenePeer, _ other: ScenePeer) -> Bool {
        guard let identity = other.identity else { return false }
        let common = peer.rooms.intersection(other.rooms)
        return peer.meshes[identity]?.isSuperset(of: common) ?? false
    }

    func connect(_ names: [String], _ others: [String], within limit: Duration) throws(SceneProblem) {
        try waitForConnections(names, others, within: limit, areThere: true)
    }

    func lose(_ names: [String], _ others: [String], within limit: Duration) throws(SceneProblem) {
        try waitForConnections(names, others, within: limit, areThere: false)
    }

    private func waitForConnections(
        _ names: [String],
        _ others: [String],
        within limit: Duration,
        areThere: Bool
    ) throws(SceneProblem) {
        let pairs = names.flatMap { name in others.filter { $0 != name }.map { (name, $0) } }
        let isWrong = { [peers] (pair: (String, String)) -> Bool in
            guard let peer = peers[pair.0], let other = peers[pair.1] else { return true }
            // After a restart with a new identity the connection to the old one must go as well.
            let isConnected =
                areThere
                ? other.identity.map(peer.connected.contains) ?? false
                : !peer.connected.isDisjoint(with: other.identities)
            return isConnected != areThere
        }
        try wait(limit) {
            !pairs.contains(where: isWrong)
        } missing: {
            let wrong = pairs.filter(isWrong).map {
                "\($0.0) should \(areThere ? "be connected to" : "lose") \($0.1)"
            }
            return wrong.joined(separator: ", ")
        }
    }

    // MARK: - Rooms

    func changeRooms(
        _ names: [String],
        _ command: String,
        _ event: String,
        _ room: String,
        _ limit: Duration
    ) throws(SceneProblem) {
        for name in names { peers[name]?.process?.type("/\(command) \(room)") }
        var waiting = names
        try wait(limit) {
            waiting.removeAll { peers[$0]?.takeEvent(event) { $0["room"] == room } == true }
            return waiting.isEmpty
        } missing: {
            "\(waiting.joined(separator: ", ")) should report \(event) \(room)"
        }
    }

    // MARK: - Hearing

    private struct ExpectedMessage: Hashable {
        let hearer: String
        let speaker: String?
        let text: String
    }

    private func expectedMessages(_ names: [String], _ hearing: Hearing) -> [ExpectedMessage] {
        let speakers: [String?] = hearing.speakers.isEmpty ? [nil] : all(hearing.speakers)
        return names.flatMap { hearer in
            speakers.filter { $0 != hearer }.flatMap { speaker in
                (1...hearing.times).map {
                    let text = hearing.text.text(number: $0, speaker: speaker ?? "")
                    return ExpectedMessage(hearer: hearer, speaker: speaker, text: text)
                }
            }
        }
    }

    private func isMatch(_ event: PeerEvent, _ expected: ExpectedMessage, room: String?) -> Bool {
        let isFromSpeaker = expected.speaker.map {
            peers[$0]?.identities.contains(event["from"] ?? "") == true
        }
        return (isFromSpeaker ?? true) && (room == nil || event["room"] == room)
    }

    func hear(_ names: [String], _ hearing: Hearing, within limit: Duration) throws(SceneProblem) {
        var waiting = expectedMessages(names, hearing)
        let total = waiting.count
        try wait(limit) {
            waiting.removeAll { expected in
                peers[expected.hearer]?.takeMessage(expected.text) {
                    isMatch($0, expected, room: hearing.room)
                } == true
            }
            return waiting.isEmpty
        } missing: {
            missingMessages(waiting, of: total, room: hearing.room)
        }
    }

    private func missingMessages(_ waiting: [ExpectedMessage], of total: Int, room: String?) -> String {
        guard let first = waiting.first else { return "" }
        let speaker = first.speaker.map { " from \($0)" } ?? ""
        let place = room.map { " in \($0)" } ?? ""
        let more = waiting.count > 1 ? " (\(waiting.count) of \(total) expected messages are missing)" : ""
        let others = (peers[first.hearer]?.unusedEvents("message") ?? []).filter { $0["self"] != "true" }
            .suffix(5)
        let heard = others.map {
            "\"\(($0["text"] ?? "").prefix(60))\" from \(who($0["from"])) in \($0["room"] ?? "")"
        }
        return "\(first.hearer) should hear \"\(first.text.prefix(80))\"\(speaker)\(place)\(more); "
            + (heard.isEmpty ? "nothing else was heard" : "else it heard " + heard.joined(separator: ", "))
            + ";"
    }

    func checkNotHeard(_ names: [String], _ hearing: Hearing) throws(SceneProblem) {
        for expected in expectedMessages(names, hearing) {
            let heard = peers[expected.hearer]?.events.contains {
                $0.name == "message" && $0["self"] != "true" && $0["text"] == expected.text
                    && isMatch($0, expected, room: hearing.room)
            }
            if heard == true {
                throw problem("\(expected.hearer) should not have heard \"\(expected.text)\"")
            }
        }
    }

    // MARK: - Events in general

    private func isMatch(_ event: PeerEvent, _ pattern: EventPattern) -> Bool {
        pattern.fields.allSatisfy { field in
            guard let value = event[field.name] else { return false }
            if field.value.hasPrefix("@") {
                return peers[String(field.value.dropFirst())]?.identities.contains(value) == true
            }
            return EventPattern.matches(value, pattern: field.value)
        }
    }

    func see(_ names: [String], _ pattern: EventPattern, within limit: Duration) throws(SceneProblem) {
        var waiting = names
        try wait(limit) {
            waiting.removeAll { peers[$0]?.takeEvent(pattern.event) { isMatch($0, pattern) } == true }
            return waiting.isEmpty
        } missing: {
            let name = waiting.first ?? ""
            let similar = (peers[name]?.unusedEvents(pattern.event) ?? []).suffix(3).map {
                $0.line.prefix(300)
            }
            return "\(waiting.joined(separator: ", ")) should report \(pattern); "
                + (similar.isEmpty
                    ? "there is no unused \(pattern.event) event"
                    : "there is " + similar.joined(separator: ", "))
                + ";"
        }
    }

    func checkNotSeen(_ names: [String], _ pattern: EventPattern) throws(SceneProblem) {
        for name in names {
            let event = peers[name]?.events.first { $0.name == pattern.event && isMatch($0, pattern) }
            if let event { throw problem("\(name) should not have reported \(event.line)") }
        }
    }

    // MARK: - Ends

    func complain(_ names: [String], _ text: String, within limit: Duration) throws(SceneProblem) {
        let isSilent = { [options] (name: String) -> Bool in
            let written = try? String(contentsOfFile: "\(options.folder)/\(name).stderr", encoding: .utf8)
            return written?.contains(text) != true
        }
        try wait(limit) {
            !names.contains(where: isSilent)
        } missing: {
            let silent = names.filter(isSilent)
            let words = silent.compactMap { peers[$0] }.map { lastWords(of: $0) }.joined()
            return "\(silent.joined(separator: ", ")) should write \"\(text)\" to stderr\(words)"
        }
    }

    func exit(_ names: [String], _ status: Int32, within limit: Duration) throws(SceneProblem) {
        try wait(limit) {
            names.allSatisfy { peers[$0]?.end != nil }
        } missing: {
            let running = names.filter { peers[$0]?.end == nil }
            return "\(running.joined(separator: ", ")) should end with status \(status)"
        }
        for name in names {
            guard let peer = peers[name], let end = peer.end, end != .exit(status) else { continue }
            throw problem(
                "\(name) should end with status \(status), it ended with \(end)\(lastWords(of: peer))"
            )
        }
    }
}
