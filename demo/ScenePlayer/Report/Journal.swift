/// The course of a scene, in order, as it is told to whoever listens.
final class Journal {
    private let start = ContinuousClock.now
    private(set) var entries: [JournalEntry] = []
    private let listener: (JournalEntry) -> Void
    /// When each text was typed, by speaker and text.
    private var typed: [Utterance: ContinuousClock.Instant] = [:]
    /// Texts said in such numbers that they are summed up instead of told one by one.
    private var bulk: Set<Utterance> = []
    private var bulkLatencies: [Route: [Duration]] = [:]
    /// All times from typed to received.
    private(set) var latencies: [Duration] = []
    private(set) var saidCount = 0
    private(set) var heardCount = 0

    struct Utterance: Hashable {
        let speaker: String
        let text: String
    }

    private struct Route: Hashable {
        let speaker: String
        let hearer: String
    }

    init(listener: @escaping (JournalEntry) -> Void) {
        self.listener = listener
    }

    var elapsed: Duration { start.duration(to: .now) }

    func write(_ event: JournalEntry.Event) {
        let entry = JournalEntry(time: elapsed, event: event)
        entries.append(entry)
        listener(entry)
    }

    func writeSaid(_ speaker: String, room: String?, text: String, isAction: Bool = false, isBulk: Bool) {
        let utterance = Utterance(speaker: speaker, text: text)
        typed[utterance] = .now
        saidCount += 1
        if isBulk {
            bulk.insert(utterance)
        } else {
            write(.said(peer: speaker, room: room, text: text, isAction: isAction))
        }
    }

    func writeHeard(
        _ hearer: String,
        speaker: String,
        room: String,
        text: String,
        at time: ContinuousClock.Instant
    ) {
        let utterance = Utterance(speaker: speaker, text: text)
        let latency = typed[utterance].map { $0.duration(to: time) }
        heardCount += 1
        if let latency { latencies.append(latency) }
        if bulk.contains(utterance), let latency {
            bulkLatencies[Route(speaker: speaker, hearer: hearer), default: []].append(latency)
        } else {
            write(.heard(peer: hearer, speaker: speaker, room: room, text: text, latency: latency))
        }
    }

    /// Tells what was summed up since the last time.
    func writeSums() {
        let routes = bulkLatencies.keys.sorted { ($0.speaker, $0.hearer) < ($1.speaker, $1.hearer) }
        for route in routes {
            let statistics = LatencyStatistics(bulkLatencies[route] ?? [])
            write(
                .heardMany(
                    peer: route.hearer,
                    speaker: route.speaker,
                    count: statistics.count,
                    median: statistics.median,
                    slowest: statistics.slowest
                )
            )
        }
        bulkLatencies = [:]
    }
}
