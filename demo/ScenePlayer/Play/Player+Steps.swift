import FaultProxy
import Foundation

/// What each step does.
extension Player {
    func play(_ action: SceneStep.Action) throws(SceneProblem) {
        switch action {
        case .note(let text): journal.write(.note(text))
        case .start(let names, let limit):
            try start(names.isEmpty ? everyoneAtStart : all(names), within: limit)
        case .restart(let names, let limit): try restart(all(names), within: limit)
        case .meet(let names, let limit): try meet(all(names), within: limit)
        case .graft(let names, let limit): try graft(all(names), within: limit)
        case .say(let names, let text, let room, let times, let kind):
            try say(active(names), text: text, room: room, times: times, kind: kind)
        case .enter(let names, let room, let limit):
            try changeRooms(active(names), "join", "joined", room, limit)
        case .leave(let names, let room, let limit):
            try changeRooms(active(names), "part", "left", room, limit)
        case .hear(let names, let hearing, let limit): try hear(active(names), hearing, within: limit)
        case .notHeard(let names, let hearing): try checkNotHeard(all(names), hearing)
        case .see(let names, let pattern, let limit): try see(all(names), pattern, within: limit)
        case .notSeen(let names, let pattern): try checkNotSeen(all(names), pattern)
        case .connect(let names, let others, let limit): try connect(all(names), all(others), within: limit)
        case .lose(let names, let others, let limit): try lose(all(names), all(others), within: limit)
        case .quit(let names, let limit): try quit(active(names), within: limit)
        case .closeInput(let names): closeInput(all(names))
        case .exit(let names, let status, let limit): try exit(all(names), status, within: limit)
        case .complain(let names, let text, let limit): try complain(all(names), text, within: limit)
        case .signal(let names, let signal): try self.signal(all(names), signal)
        case .fault(let link, let words): try fault(link, words)
        case .mend(let link): try mend(link)
        case .plug(let hosts, let isPlugged): try plug(hosts, isPlugged)
        case .measure(let measurement): try measure(measurement)
        }
    }

    // MARK: - Names

    private var everyoneAtStart: [String] {
        scene.peers.filter { !$0.startsLater }.map(\.name)
    }

    /// Groups resolved, each peer once.
    func all(_ words: [String]) -> [String] {
        var names: [String] = []
        for word in words {
            let found = word == "everyone" ? peerOrder.filter { peers[$0]?.isActive == true } : nil
            for name in found ?? scene.groups[word] ?? [word] where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    /// The same, and all of them have to be running and awake.
    func active(_ words: [String]) throws(SceneProblem) -> [String] {
        let names = all(words)
        for name in names where peers[name]?.isActive != true {
            throw problem("\(name) does not run, so it can neither do nor hear anything")
        }
        return names
    }

    // MARK: - Doing

    private func say(
        _ names: [String],
        text: TextTemplate,
        room: String?,
        times: Int,
        kind: SceneStep.SayingKind
    ) throws(SceneProblem) {
        let isBulk = names.count * times > 12
        for number in 1...times {
            for name in names {
                let said = withIdentities(text.text(number: number, speaker: name))
                say(said, by: name, room: room, kind: kind, isBulk: isBulk)
            }
            // Peers that answer while we type must not find their pipes full.
            if number % 64 == 0 { turn(until: .now) }
        }
        guard isBulk else { return }
        for name in names {
            journal.write(.saidMany(peer: name, count: times, sample: text.text(number: 1, speaker: name)))
        }
    }

    /// Puts the present identity of a peer where `{peer:NAME}` stands, its first address for
    /// `{address:NAME}`, and the port reserved for it for `{port:NAME}`.
    private func withIdentities(_ text: String) -> String {
        guard text.contains("{") else { return text }
        var result = text
        for name in peerOrder {
            result = result.replacing("{peer:\(name)}", with: peers[name]?.identity ?? "")
            result = result.replacing("{address:\(name)}", with: peers[name]?.addresses.first ?? "")
            result = result.replacing("{port:\(name)}", with: String(peers[name]?.port ?? 0))
        }
        return result
    }

    private func say(_ text: String, by name: String, room: String?, kind: SceneStep.SayingKind, isBulk: Bool)
    {
        let process = peers[name]?.process
        switch kind {
        case .line:
            journal.write(.typed(peer: name, line: text))
            process?.type(text)
        case .act:
            journal.writeSaid(name, room: room, text: text, isAction: true, isBulk: isBulk)
            process?.type("/me " + text)
        case .message:
            journal.writeSaid(name, room: room, text: text, isBulk: isBulk)
            if let room {
                process?.type("/say \(room) \(text)")
            } else {
                process?.type(text.hasPrefix("/") ? "/" + text : text)
            }
        }
    }

    /// One message among very many.
    func sayOne(_ text: String, by name: String) {
        say(text, by: name, room: nil, kind: .message, isBulk: true)
    }

    private func restart(_ names: [String], within limit: Duration) throws(SceneProblem) {
        try quit(names.filter { peers[$0]?.isRunning == true }, within: .seconds(10))
        try start(names, within: limit)
    }

    func quit(_ names: [String], within limit: Duration) throws(SceneProblem) {
        for name in names {
            peers[name]?.mayEnd = true
            peers[name]?.process?.type("/quit")
        }
        try exit(names, 0, within: limit)
    }

    private func closeInput(_ names: [String]) {
        for name in names {
            peers[name]?.mayEnd = true
            peers[name]?.process?.closeInput()
        }
    }

    private func signal(_ names: [String], _ signal: PeerSignal) throws(SceneProblem) {
        for name in names {
            guard let peer = peers[name], peer.isRunning else { throw problem("\(name) does not run") }
            if signal != .freeze && signal != .thaw { peer.mayEnd = true }
            peer.process?.send(signal)
            journal.write(.signalled(peer: name, signal))
        }
        guard signal == .kill else { return }
        try wait(.seconds(5)) {
            names.allSatisfy { peers[$0]?.isRunning == false }
        } missing: {
            "killed processes should be gone"
        }
    }

    private func fault(_ name: String, _ words: [String]) throws(SceneProblem) {
        guard let proxy = links[name]?.proxy else {
            throw problem("nobody has been started behind link \(name)")
        }
        let changes = (try? FaultWords.settings(words)) ?? []
        var settings = FaultSettings()
        for change in changes { change.apply(to: &settings) }
        if settings.isCut { links[name]?.isCut = true }
        if !settings.stalled.isEmpty { links[name]?.isStalled = true }
        proxy.apply(changes)
        journal.write(.fault(link: name, what: words.joined(separator: " ")))
    }

    private func mend(_ name: String) throws(SceneProblem) {
        guard let proxy = links[name]?.proxy else {
            throw problem("nobody has been started behind link \(name)")
        }
        links[name]?.isCut = false
        links[name]?.isStalled = false
        proxy.mend()
        journal.write(.fault(link: name, what: "mended"))
    }

    private func plug(_ hosts: [String], _ isPlugged: Bool) throws(SceneProblem) {
        for host in hosts {
            do {
                try network?.plug(host, isPlugged)
            } catch {
                throw problem(error.message)
            }
            journal.write(.plugged(host: host, isPlugged))
        }
    }

    /// One message at a time, so that none waits behind another.
    private func measure(_ measurement: Measurement) throws(SceneProblem) {
        guard let hearer = peers[measurement.to] else { return }
        var times: [Duration] = []
        for number in 1...measurement.times {
            let text = "\(measurement.from) measures \(number)"
            let typed = ContinuousClock.now
            say(text, by: measurement.from, room: nil, kind: .message, isBulk: true)
            var heard: ContinuousClock.Instant?
            try wait(measurement.within) {
                hearer.takeMessage(text) {
                    heard = $0.time
                    return true
                }
            } missing: {
                "\(measurement.to) should have received message \(number) of \(measurement.times)"
            }
            if let heard { times.append(typed.duration(to: heard)) }
        }
        let statistics = LatencyStatistics(times)
        let route = "\(measurement.from) -> \(measurement.to)"
        measurements[route] = statistics
        journal.write(
            .measured(
                "\(route): \(statistics.count) messages, median \(statistics.median.preciseText), "
                    + "95 % below \(statistics.percentile95.preciseText), slowest \(statistics.slowest.preciseText)"
            )
        )
        if let limit = measurement.medianLimit, statistics.median > limit * options.patience {
            throw problem(
                "the median from typed to received should be at most \(limit.sceneText), it is "
                    + statistics.median.preciseText
            )
        }
    }
}
