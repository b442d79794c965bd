import Net
import Testing

/// One row per state and event: the action, and the state that follows.
@Suite("The two directions of a connection, and its end")
struct HalfCloseTests {
    /// What can happen.
    enum Event: String, CaseIterable {
        case pause, resume, take, closeWrite, close, abort
        case bytes, end, written, finSent, failure, early, late
    }

    /// What came of an event: the action, or for bytes whether they are the client's.
    enum Outcome: Equatable {
        case action(HalfClose.Action)
        case delivered
        case discarded
    }

    private static let interval = Interval.seconds(2)
    private static let start = Instant.origin + .seconds(100)
    private static let middle = start + .seconds(1)

    /// Lets an event happen: `early` and `late` are the timer before and after the interval, everything else
    /// comes in the middle.
    private static func apply(_ event: Event, to machine: inout HalfClose) -> Outcome {
        switch event {
        case .pause: machine.pauseReading()
        case .resume: machine.resumeReading()
        case .take: machine.receiveTaken(10)
        case .closeWrite: return .action(machine.closeWrite())
        case .close: return .action(machine.close(now: start))
        case .abort: return .action(machine.abort())
        case .bytes: return machine.receiveBytes(now: middle) ? .delivered : .discarded
        case .end: return .action(machine.receiveEnd(now: middle))
        case .written: return .action(machine.receiveWritten(10, now: middle))
        case .finSent: return .action(machine.receiveFINSent(now: middle))
        case .failure: return .action(machine.receiveFailure(.reset))
        case .early: return .action(machine.handleTimeout(now: middle))
        case .late: return .action(machine.handleTimeout(now: start + .seconds(10)))
        }
        return .action(.none)
    }

    private static func machine(after events: [Event]) -> HalfClose {
        var machine = HalfClose(lingerInterval: interval)
        for event in events { _ = apply(event, to: &machine) }
        return machine
    }

    /// A state, by the events that lead to it, and what each further event calls for; those that are not
    /// named call for nothing.
    struct Row: CustomTestStringConvertible {
        let state: String
        let events: [Event]
        let outcomes: [Event: Outcome]
        /// Whether the socket is read, bytes are taken, and FIN is due.
        let wants: (reading: Bool, taking: Bool, fin: Bool)

        var testDescription: String { state }
    }

    static let rows: [Row] = [
        Row(
            state: "open",
            events: [],
            outcomes: [
                .closeWrite: .action(.sendFIN), .close: .action(.sendFIN), .abort: .action(.drop),
                .bytes: .delivered, .end: .action(.tellEnd), .failure: .action(.drop),
            ],
            wants: (true, true, false)
        ),
        Row(
            state: "open, with bytes to write",
            events: [.take],
            outcomes: [
                .abort: .action(.drop), .bytes: .delivered, .end: .action(.tellEnd),
                .failure: .action(.drop),
            ],
            wants: (true, true, false)
        ),
        Row(
            state: "paused",
            events: [.pause],
            outcomes: [
                .closeWrite: .action(.sendFIN), .close: .action(.sendFIN), .abort: .action(.drop),
                .bytes: .delivered, .end: .action(.tellEnd), .failure: .action(.drop),
            ],
            wants: (false, true, false)
        ),
        Row(
            state: "the peer has ended",
            events: [.end],
            outcomes: [
                .closeWrite: .action(.sendFIN), .close: .action(.sendFIN), .abort: .action(.drop),
                .bytes: .delivered, .failure: .action(.drop),
            ],
            wants: (false, true, false)
        ),
        Row(
            state: "finishing, with bytes to write",
            events: [.take, .closeWrite],
            outcomes: [
                .abort: .action(.drop), .bytes: .delivered, .end: .action(.tellEnd),
                .written: .action(.sendFIN), .failure: .action(.drop),
            ],
            wants: (true, false, false)
        ),
        Row(
            state: "finishing, FIN due",
            events: [.closeWrite],
            outcomes: [
                .abort: .action(.drop), .bytes: .delivered, .end: .action(.tellEnd),
                .written: .action(.sendFIN), .failure: .action(.drop),
            ],
            wants: (true, false, true)
        ),
        Row(
            state: "the peer has ended, FIN due",
            events: [.end, .closeWrite],
            outcomes: [
                .abort: .action(.drop), .bytes: .delivered, .written: .action(.sendFIN),
                .finSent: .action(.drop), .failure: .action(.drop),
            ],
            wants: (false, false, true)
        ),
        Row(
            state: "FIN sent",
            events: [.closeWrite, .finSent],
            outcomes: [
                .abort: .action(.drop), .bytes: .delivered, .end: .action(.tellEndAndDrop),
                .failure: .action(.drop),
            ],
            wants: (true, false, false)
        ),
        Row(
            state: "lingering, with bytes to write",
            events: [.take, .close],
            outcomes: [
                .abort: .action(.drop), .bytes: .discarded, .written: .action(.sendFIN),
                .failure: .action(.drop), .late: .action(.drop),
            ],
            wants: (true, false, false)
        ),
        Row(
            state: "lingering, which ends a pause",
            events: [.pause, .take, .close],
            outcomes: [
                .abort: .action(.drop), .bytes: .discarded, .written: .action(.sendFIN),
                .failure: .action(.drop), .late: .action(.drop),
            ],
            wants: (true, false, false)
        ),
        Row(
            state: "lingering, the peer has ended",
            events: [.take, .end, .close],
            outcomes: [
                .abort: .action(.drop), .bytes: .discarded, .written: .action(.sendFIN),
                .failure: .action(.drop), .late: .action(.drop),
            ],
            wants: (false, false, false)
        ),
        Row(
            state: "lingering, FIN due",
            events: [.close],
            outcomes: [
                .abort: .action(.drop), .bytes: .discarded, .written: .action(.sendFIN),
                .failure: .action(.drop), .late: .action(.drop),
            ],
            wants: (true, false, true)
        ),
        Row(
            state: "lingering, the peer has ended, FIN due",
            events: [.close, .end],
            outcomes: [
                .abort: .action(.drop), .bytes: .discarded, .written: .action(.sendFIN),
                .finSent: .action(.drop), .failure: .action(.drop), .late: .action(.drop),
            ],
            wants: (false, false, true)
        ),
        Row(
            state: "lingering, FIN sent",
            events: [.close, .finSent],
            outcomes: [
                .abort: .action(.drop), .bytes: .discarded, .end: .action(.drop),
                .failure: .action(.drop), .late: .action(.drop),
            ],
            wants: (true, false, false)
        ),
        Row(
            state: "dropped",
            events: [.abort],
            outcomes: [.bytes: .discarded],
            wants: (false, false, false)
        ),
    ]

    @Test("Each event calls for one action in each state", arguments: rows)
    func table(row: Row) {
        let machine = Self.machine(after: row.events)
        #expect(machine.isReadingWanted == row.wants.reading)
        #expect(machine.takesBytes == row.wants.taking)
        #expect(machine.isFINDue == row.wants.fin)
        for event in Event.allCases {
            var next = machine
            let outcome = Self.apply(event, to: &next)
            #expect(outcome == row.outcomes[event] ?? .action(.none), "\(event.rawValue)")
            if case .action(.drop) = outcome { #expect(next.isDropped, "\(event.rawValue)") }
        }
    }

    @Test("An end that is told is not told again, and dropping happens once")
    func once() {
        for row in Self.rows {
            for event in Event.allCases {
                var machine = Self.machine(after: row.events)
                let first = Self.apply(event, to: &machine)
                let second = Self.apply(event, to: &machine)
                let acts = [Outcome.action(.drop), .action(.tellEnd), .action(.tellEndAndDrop)]
                #expect(!acts.contains(first) || second == .action(.none), "\(row.state), \(event.rawValue)")
            }
        }
    }

    @Test("The reason is told of a failure alone, and not of one that comes while it lingers")
    func reasons() {
        #expect(Self.machine(after: [.failure]).reason == .reset)
        #expect(Self.machine(after: [.failure, .abort]).reason == .reset)
        #expect(Self.machine(after: [.abort, .failure]).reason == nil)
        #expect(Self.machine(after: [.close, .failure]).reason == nil)
        #expect(Self.machine(after: [.close, .late]).reason == nil)
        #expect(Self.machine(after: [.closeWrite, .finSent, .end]).reason == nil)
    }

    @Test("Only a close that lingers has a deadline, and every sign of progress moves it")
    func progress() {
        #expect(Self.machine(after: [.closeWrite]).nextDeadline == nil)
        let first = Self.start + Self.interval
        #expect(Self.machine(after: [.take, .close]).nextDeadline == first)
        #expect(Self.machine(after: [.take, .close, .close]).nextDeadline == first)
        #expect(Self.machine(after: [.take, .close, .early]).nextDeadline == first)
        for event in [Event.bytes, .end, .written] {
            #expect(Self.machine(after: [.take, .close, event]).nextDeadline == Self.middle + Self.interval)
        }
        #expect(Self.machine(after: [.close, .finSent]).nextDeadline == Self.middle + Self.interval)
        #expect(Self.machine(after: [.close, .abort]).nextDeadline == nil)
    }

    @Test("A reader that takes a little now and then is served to the end")
    func slowReader() {
        var machine = HalfClose(lingerInterval: Self.interval)
        machine.receiveTaken(100)
        var now = Self.start
        #expect(machine.close(now: now) == .none)
        for count in 1...100 {
            now = now + .milliseconds(1_999)
            #expect(machine.handleTimeout(now: now) == .none)
            #expect(machine.receiveWritten(1, now: now) == (count < 100 ? .none : .sendFIN))
        }
        #expect(machine.receiveFINSent(now: now) == .none)
        #expect(machine.handleTimeout(now: now + .seconds(2)) == .drop)
    }
}
