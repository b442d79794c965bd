import FaultProxy
import Foundation

/// Eight peers that talk for a long time while something breaks every ten seconds; then quiet, and the
/// reckoning: everybody alive, every message of quiet times delivered, memory back where it was, every
/// connection made again.
package final class Soak {
    private let player: Player
    private let minutes: Int
    private let kind: SoakKind
    private let seed: UInt64
    private let folder: String
    private var random: FaultRandom
    private var ledger = SoakLedger()
    private var memory: [String: [SoakReport.Sample]] = [:]
    /// The memory of each peer's present run, some time after its start.
    private var baselines: [String: Int] = [:]
    private var restarts: [String: Int] = [:]
    private var startTimes: [String: Double] = [:]
    private let start = ContinuousClock.now
    private var sentCount = 0

    /// One message of every peer per second; a disturbance every ten, for four.
    private static let faultPeriod = 10.0
    private static let faultLength = 4.0
    /// When a fresh program has allocated what it keeps, in seconds after its start.
    private static let warmUp = 20.0

    /// - Parameter listener: hears of the course, as that of a scene.
    package init(
        minutes: Int,
        kind: SoakKind,
        seed: UInt64,
        options: PlayOptions,
        listener: @escaping (JournalEntry) -> Void
    ) throws(SceneProblem) {
        self.minutes = minutes
        self.kind = kind
        self.seed = seed
        folder = options.folder
        random = FaultRandom(seed: seed)
        let scene = try SceneParser.parse(Self.sceneText(minutes), file: "soak")
        player = Player(scene, options: options, listener: listener)
    }

    /// Each peer dials two others through proxies.
    private static func sceneText(_ minutes: Int) -> String {
        let names = ["n1", "w1", "n2", "w2", "n3", "w3", "n4", "w4"]
        var lines = ["scene Soak", "limit \(minutes + 15)m"]
        lines += names.map { "peer \($0) \($0.hasPrefix("n") ? "native" : "wasi")" }
        for index in names.indices.dropFirst() {
            for back in [1, 3] where index >= back {
                lines.append(
                    "link \(names[index])-\(names[index - back]) \(names[index]) -> \(names[index - back]) bare"
                )
            }
        }
        return (lines + ["start"]).joined(separator: "\n")
    }

    private var now: Double { start.duration(to: .now).seconds }

    /// Runs to the end; tells whether everything is as it should be. The report is in the folder, either way.
    package func run() -> Bool {
        var problems: [String] = []
        do {
            try perform()
            problems = reckon()
        } catch {
            problems = [error.message]
        }
        for problem in problems { player.journal.write(.failed(problem)) }
        player.endAll()
        let summary = ledger.summary
        let report = SoakReport(
            seed: seed,
            minutes: minutes,
            kind: kind,
            length: now,
            problems: problems,
            peers: player.peerOrder.map {
                SoakReport.Fate(
                    name: $0,
                    restarts: restarts[$0] ?? 0,
                    baseline: baselines[$0],
                    memory: memory[$0] ?? []
                )
            },
            ledger: ledger,
            latency: LatencyStatistics(player.journal.latencies)
        )
        report.write(to: folder)
        player.journal.write(
            .note(
                "\(summary.said) messages said, \(summary.delivered) of \(summary.owed) receptions, "
                    + "\(summary.lostInDisturbances) lost in disturbances; report: \(folder)/report.html"
            )
        )
        return problems.isEmpty
    }

    private func perform() throws(SceneProblem) {
        try player.prepare()
        try player.start(player.peerOrder, within: StepParser.startPatience)
        for name in player.peerOrder { startTimes[name] = now }
        try player.graft([], within: .seconds(30))
        player.journal.write(.note("\(minutes) minutes with a disturbance every ten seconds, seed \(seed)"))
        let end = now + Double(minutes) * 60
        var nextFault = now + Self.faultPeriod
        while now < end {
            try talk(for: nextFault - now)
            try disturb()
            nextFault = max(nextFault + Self.faultPeriod, now + 1)
        }
        try calmDown()
    }

    // MARK: - Talking

    private func talk(for seconds: Double) throws(SceneProblem) {
        let end = now + seconds
        while now < end {
            sentCount += 1
            let active = Set(player.peerOrder.filter { player.peers[$0]?.isActive == true })
            for name in active.sorted() {
                let text = "\(name) \(sentCount)"
                ledger.say(text, by: name, to: active.subtracting([name]), at: now)
                player.sayOne(text, by: name)
            }
            let second = ContinuousClock.now + .seconds(min(1, max(0, end - now)))
            while ContinuousClock.now < second { player.turn(until: second) }
            try player.checkAccident()
            takeStock()
        }
    }

    /// Moves what was heard into the ledger, and weighs everybody.
    private func takeStock() {
        for name in player.peerOrder {
            guard let peer = player.peers[name] else { continue }
            for event in peer.events where event.name == "message" && event["self"] != "true" {
                ledger.hear(event["text"] ?? "", by: name, at: start.duration(to: event.time).seconds)
            }
            peer.forgetEvents()
            guard let process = peer.process as? PeerProcess, peer.isRunning else { continue }
            let size = MemoryProbe.residentKibibytes(process.identifier)
            memory[name, default: []].append(SoakReport.Sample(time: now, kibibytes: size))
            if baselines[name] == nil, now - (startTimes[name] ?? now) >= Self.warmUp {
                baselines[name] = size
            }
        }
    }

    // MARK: - Breaking

    private func disturb() throws(SceneProblem) {
        let fault = SoakFault.next(
            kind,
            peers: player.peerOrder,
            links: player.links.keys.sorted(),
            using: &random
        )
        ledger.disturbances.append(
            SoakLedger.Disturbance(what: fault.description, start: now, mended: .infinity, end: .infinity)
        )
        switch fault {
        case .kill(let peer):
            ledger.forgive(peer)
            try player.play(.signal([peer], .kill))
        case .freeze(let peer): try player.play(.signal([peer], .freeze))
        case .link(let name, let words): try player.play(.fault(link: name, words))
        }
        try talk(for: Self.faultLength)
        switch fault {
        case .kill(let peer):
            try player.start([peer], within: StepParser.startPatience)
            startTimes[peer] = now
            restarts[peer, default: 0] += 1
            baselines[peer] = nil
        case .freeze(let peer): try player.play(.signal([peer], .thaw))
        case .link(let name, _): try player.play(.mend(link: name))
        }
        ledger.disturbances[ledger.disturbances.count - 1].mended = now
        try player.graft([], within: .seconds(60))
        takeStock()
        ledger.disturbances[ledger.disturbances.count - 1].end = now
    }

    // MARK: - The end

    private func calmDown() throws(SceneProblem) {
        player.journal.write(.note("quiet"))
        try player.graft([], within: .seconds(60))
        let everyone = player.peerOrder
        for name in everyone { player.sayOne("\(name) is alive", by: name) }
        for name in everyone {
            let hearing = Hearing(
                text: TextTemplate("{name} is alive"),
                speakers: everyone,
                room: nil,
                times: 1
            )
            try player.hear([name], hearing, within: .seconds(20))
        }
        try talk(for: Self.warmUp + 5)
        // Whatever was said last gets the time that gossip needs.
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end { player.turn(until: end) }
        takeStock()
    }

    private func reckon() -> [String] {
        var problems = Array(ledger.unaccounted(kind).prefix(10))
        for name in player.peerOrder {
            guard let baseline = baselines[name], let last = memory[name]?.last?.kibibytes else { continue }
            if last * 10 > baseline * 11 {
                problems.append("\(name) holds \(last) KiB at the end, \(baseline) KiB after its start")
            }
        }
        return problems
    }
}
