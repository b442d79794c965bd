import Gossip
import History
import Net

/// Two peers with their histories, and streams between them that carry whatever is written.
struct HistoryPair {
    static let topic = "hearsay/1/lobby"
    static let seconds: UInt64 = 1_700_000_000

    private(set) var ends: [HistoryExchange]
    let peers: [KeyPair]
    var now = Instant.origin
    /// What each was told that is new to it, and the reports.
    private(set) var late: [[HistoryRecord]] = [[], []]
    private(set) var reports: [[CatchUpReport]] = [[], []]
    /// The bytes that each has written.
    private(set) var written = [0, 0]
    /// The sessions that were reset.
    private(set) var resets = 0
    /// Changes what is on its way.
    var tamper: (@Sendable ([UInt8]) -> [UInt8])?

    private var streams: [[HistorySessionID?]] = []

    init(
        keep: HistoryKeep = HistoryKeep(),
        otherKeep: HistoryKeep? = nil,
        limits: HistoryLimits = HistoryLimits()
    ) {
        let identities = [identity(1), identity(2)].sorted { $0.peerID < $1.peerID }
        peers = identities
        ends = [keep, otherKeep ?? keep].enumerated().map { number, keep in
            HistoryExchange(
                localPeer: identities[number].peerID,
                keep: keep,
                limits: limits,
                seed: UInt64(number),
                now: .origin
            )
        }
    }

    var clock: HistoryClock {
        HistoryClock(now: now, seconds: Self.seconds + UInt64(now.nanoseconds / 1_000_000_000))
    }

    /// Both are in the room.
    mutating func open(topics: [String] = [topic, topic]) {
        for end in 0..<2 { ends[end].open(topics[end], time: .payload, at: clock) }
    }

    /// They meet there.
    mutating func meet(topic: String = topic) {
        for end in 0..<2 { ends[end].receiveMember(peers[1 - end].peerID, of: topic, at: clock) }
        run()
    }

    /// One has heard a message.
    mutating func hear(_ message: [UInt8], at end: Int, topic: String = topic) {
        ends[end].receiveLive(message, of: topic, at: clock)
    }

    /// How many messages each keeps.
    func counts(topic: String = topic) -> [Int] {
        ends.map { $0.size(of: topic).messages }
    }

    /// The authors of what one keeps.
    mutating func authors(at end: Int) -> [PeerID] {
        ends[end].latest(.max, of: Self.topic).map { $0.author }
    }

    /// Lets time pass.
    mutating func wait(_ interval: Interval) {
        let end = now + interval
        while true {
            run()
            let deadlines = ends.compactMap { $0.nextDeadline }
            guard let next = deadlines.min(), next <= end else { break }
            now = max(now, next)
            for index in 0..<2 { ends[index].handleTimeout(at: clock) }
        }
        now = end
    }

    mutating func change(_ end: Int, _ change: (inout HistoryExchange, HistoryClock) -> Void) {
        change(&ends[end], clock)
    }

    /// Carries everything until nothing moves.
    mutating func run() {
        var steps = 0
        while steps < 1_000_000, step(0) || step(1) { steps += 1 }
    }

    private mutating func step(_ end: Int) -> Bool {
        guard let output = ends[end].pollOutput() else { return false }
        switch output {
        case .open(let session, _):
            var pair: [HistorySessionID?] = [nil, nil]
            pair[end] = session
            pair[1 - end] = ends[1 - end].receiveStream(from: peers[end].peerID, at: clock)
            guard pair[1 - end] != nil else {
                ends[end].receiveEnd(session, isReset: true, at: clock)
                return true
            }
            streams.append(pair)
            ends[end].receiveOpened(session, at: clock)
        case .write(let session, let bytes):
            written[end] += bytes.count
            if let other = other(of: session, end) {
                let carried = tamper.map { $0(bytes) } ?? bytes
                ends[1 - end].receive(carried[...], of: other, at: clock)
            }
            ends[end].receiveWritten(session, at: clock)
        case .reset(let session):
            resets += 1
            if let other = other(of: session, end) {
                ends[1 - end].receiveEnd(other, isReset: true, at: clock)
            }
        case .late(_, let record): late[end].append(record)
        case .caughtUp(let report): reports[end].append(report)
        case .close, .keep, .drop: break
        }
        return true
    }

    private func other(of session: HistorySessionID, _ end: Int) -> HistorySessionID? {
        streams.first { $0[end] == session }?[1 - end]
    }
}

/// A key by number.
func identity(_ number: UInt64) -> KeyPair {
    var random = SeededRandom(seed: number)
    return KeyPair(seed: random.bytes(KeyPair.seedBytes))
}

/// Signed messages of one author, as they stand in a room.
struct HistoryAuthor {
    private var router: GossipRouter
    private let topic: String

    init(_ number: UInt64, topic: String = HistoryPair.topic, firstSequenceNumber: UInt64 = 1) {
        var configuration = GossipConfiguration()
        // Nobody is there to take what is said.
        configuration.limits.maximumHeldMessages = 10_000
        router = GossipRouter(
            localIdentity: identity(number),
            configuration: configuration,
            seed: [UInt8](repeating: 7, count: 32),
            initialSequenceNumber: firstSequenceNumber,
            now: .origin
        )
        self.topic = topic
    }

    /// Says something at that second.
    mutating func say(_ text: String, at seconds: UInt64) -> [UInt8] {
        var payload = ProtobufWriter()
        payload.append(2, string: text)
        payload.append(3, varint: seconds * 1_000)
        do {
            let id = try router.publish(payload.bytes, to: topic, now: .origin)
            return router.encodedMessage(id) ?? []
        } catch {
            return []
        }
    }
}
