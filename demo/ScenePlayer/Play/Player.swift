import Foundation

/// Plays one scene with real processes.
///
/// One thread, one loop: whatever a step waits for, the player waits in ``turn(until:)`` for output of any
/// peer and reads all of it; then the step looks whether what it expects has become true. Nothing waits for a
/// mere time to pass.
package final class Player {
    let scene: Scene
    let options: PlayOptions
    let journal: Journal
    var peers: [String: ScenePeer] = [:]
    /// In the order of the scene.
    var peerOrder: [String] = []
    var names: [String: String] = [:]
    var links: [String: Link] = [:]
    /// The hosts' network, if the scene has any.
    var network: HostNetwork?
    let ports = PortReserve()
    var measurements: [String: LatencyStatistics] = [:]
    /// Whether the steps are over and everybody is leaving; their goodbyes are not worth a line each.
    var isEnding = false
    /// The step that is being played; where failures are put.
    var stepIndex = 0
    /// What a peer did that fails the scene wherever it is.
    var accident: String?
    /// The panes in which the scene is shown, if it is.
    let stage: Stage?
    /// When the scene has to be over. While an audience looks, this clock stands.
    private var deadline: ContinuousClock.Instant

    /// - Parameter listener: hears of every entry of the journal as it is made.
    /// - Parameter stage: where the peers' screens are shown; nil plays them all in the background.
    package init(
        _ scene: Scene,
        options: PlayOptions,
        stage: Stage? = nil,
        listener: @escaping (JournalEntry) -> Void
    ) {
        self.scene = scene
        self.options = options
        self.stage = stage
        let transcript = Transcript(scene: scene, isColoured: true)
        journal = Journal { entry in
            listener(entry)
            stage?.show(entry, transcript: transcript)
        }
        deadline = .now + scene.timeLimit * options.patience
    }

    /// Plays it to the end; afterwards no process of it is left.
    package func play() -> SceneResult {
        var outcome = SceneResult.Outcome.passed
        if let reason = Surroundings.missing(for: scene) {
            outcome = .skipped(reason)
        } else {
            do {
                try perform()
            } catch {
                outcome = .failed(error)
                journal.writeSums()
                journal.write(.failed(error.description))
            }
            endAll()
        }
        let result = result(outcome)
        Report.write(result, journal: journal.entries, scene: scene)
        return result
    }

    /// Leaves no process and no proxy behind.
    func endAll() {
        for name in peerOrder { peers[name]?.destroy() }
        for name in links.keys.sorted() { links[name]?.proxy?.close() }
        network?.close()
        network = nil
    }

    private func perform() throws(SceneProblem) {
        try prepare()
        for index in scene.steps.indices {
            stepIndex = index
            try play(scene.steps[index].action)
            try checkAccident()
            journal.writeSums()
            try pause(after: scene.steps[index].action)
        }
        try takeBow()
        try finish()
    }

    /// The last picture stays until the audience has seen enough of it.
    private func takeBow() throws(SceneProblem) {
        guard let stage else { return }
        journal.write(.note("That was it. Any key ends the show."))
        try hold(stage, until: nil)
    }

    /// Gives an audience time to look, or waits for its key. A play without an audience never pauses.
    private func pause(after action: SceneStep.Action) throws(SceneProblem) {
        guard let stage else { return }
        let isNote = if case .note = action { true } else { false }
        let waitsForKey = stage.isStepped && isNote
        try hold(stage, until: waitsForKey ? nil : .now + (isNote ? stage.pace * 2 : stage.pace))
    }

    /// Waits for a key of the audience, at most until `end`. That is no time of the scene's.
    private func hold(_ stage: Stage, until end: ContinuousClock.Instant?) throws(SceneProblem) {
        let begin = ContinuousClock.now
        defer { deadline += begin.duration(to: .now) }
        while end.map({ .now < $0 }) ?? true, !stage.takeKey() {
            turn(until: .now + .milliseconds(50))
            try checkAccident()
        }
    }

    private func result(_ outcome: SceneResult.Outcome) -> SceneResult {
        SceneResult(
            file: scene.file,
            title: scene.title,
            outcome: outcome,
            duration: journal.elapsed,
            peerCount: scene.peers.count,
            stepCount: scene.steps.count,
            saidCount: journal.saidCount,
            heardCount: journal.heardCount,
            latency: LatencyStatistics(journal.latencies),
            measurements: measurements,
            folder: options.folder
        )
    }

    // MARK: - Failing

    /// A failure of the present step.
    func problem(_ message: String) -> SceneProblem {
        SceneProblem(scene.steps[stepIndex].location, message)
    }

    func checkAccident() throws(SceneProblem) {
        if Interruption.isRequested { throw problem("interrupted") }
        if let accident { throw problem(accident) }
    }

    // MARK: - Waiting

    /// Waits until `condition` holds.
    ///
    /// - Parameter missing: what was expected and is not there, for the failure.
    func wait(
        _ limit: Duration,
        until condition: () -> Bool,
        missing: () -> String
    ) throws(SceneProblem) {
        let limit = limit * options.patience
        let end = ContinuousClock.now + limit
        while true {
            try checkAccident()
            if condition() { return }
            let now = ContinuousClock.now
            if now >= deadline {
                throw problem(
                    "the scene takes longer than its limit of \(scene.timeLimit.sceneText); \(missing())"
                )
            }
            if now >= end { throw problem("\(missing()) within \(limit.sceneText)") }
            turn(until: min(end, deadline))
        }
    }

    /// Reads what the peers have written; waits for the next output, but not beyond `time`.
    func turn(until time: ContinuousClock.Instant) {
        var interests = peerOrder.flatMap { peers[$0]?.process?.interests ?? [] }
        // A process that ends without closing a pipe is noticed at the latest after this time.
        let longest = Duration.milliseconds(50)
        let left = min(longest, ContinuousClock.now.duration(to: time))
        poll(&interests, nfds_t(interests.count), Int32(max(0, left.milliseconds.rounded(.up))))
        let outputs = peerOrder.compactMap { peers[$0] }.map { ($0, events(of: $0)) }
        // Somebody's first line may have come behind what others say about him.
        for (peer, events) in outputs { for event in events { learnName(of: peer, from: event) } }
        for (peer, events) in outputs { for event in events { receive(event, from: peer) } }
    }
}
