import Testing

@testable import Net

@Suite("Yamux windows")
struct YamuxWindowTests {
    private let initial = YamuxConfiguration.initialWindowBytes

    @Test("Credit adds up beyond 32 bits and saturates at 64")
    func sendWindowSaturates() {
        var window = YamuxSendWindow()
        for _ in 0..<3 { window.receive(.max) }
        #expect(window.credit == UInt64(initial) + 3 * UInt64(UInt32.max))
        #expect(window.allowance(of: .max) > 0)
        window.consume(1_000)
        #expect(window.credit == UInt64(initial) + 3 * UInt64(UInt32.max) - 1_000)
    }

    @Test("No more may be sent than there is credit")
    func sendWindowAllowance() {
        var window = YamuxSendWindow()
        #expect(window.allowance(of: 10) == 10)
        #expect(window.allowance(of: -1) == 0)
        window.consume(Int(initial) - 4)
        #expect(window.allowance(of: 10) == 4)
        window.consume(4)
        #expect(window.allowance(of: 10) == 0)
    }

    @Test("One byte beyond the window is refused and changes nothing")
    func receiveWindowLimit() {
        var window = YamuxReceiveWindow(now: .origin)
        #expect(window.receive(initial + 1) == false)
        #expect(window.receive(initial) == true)
        #expect(window.receive(1) == false)
        #expect(window.receive(0) == true)
        #expect(window.granted == 0 && window.buffered == initial)
    }

    @Test("Credit goes back when half of the window is free, not before")
    func updateAtHalf() {
        var window = YamuxReceiveWindow(now: .origin)
        #expect(window.receive(initial) == true)
        window.consume(Int(initial / 2) - 1)
        #expect(window.takeUpdate(now: .origin, roundTrip: nil, growth: .max) == nil)
        window.consume(1)
        #expect(window.takeUpdate(now: .origin, roundTrip: nil, growth: .max) == initial / 2)
        #expect(window.takeUpdate(now: .origin, roundTrip: nil, growth: .max) == nil)
    }

    @Test(
        "The window doubles only when half of it was read within two round trips",
        arguments: [
            (Interval.milliseconds(199), Interval?.some(.milliseconds(100)), UInt32(2)),
            (.milliseconds(200), .milliseconds(100), 1),
            (.milliseconds(1), nil, 1),
            (.milliseconds(0), .zero, 1),
        ]
    )
    func growth(elapsed: Interval, roundTrip: Interval?, factor: UInt32) {
        var window = YamuxReceiveWindow(now: .origin)
        #expect(window.receive(initial) == true)
        window.consume(Int(initial))
        let delta = window.takeUpdate(now: .origin + elapsed, roundTrip: roundTrip, growth: .max)
        #expect(delta == initial * factor)
        #expect(window.target == initial * factor)
    }

    @Test("Growth keeps to what is left of the limit")
    func boundedGrowth() {
        var window = YamuxReceiveWindow(now: .origin)
        #expect(window.receive(initial) == true)
        window.consume(Int(initial))
        #expect(window.takeUpdate(now: .origin, roundTrip: .seconds(1), growth: 5) == initial + 5)
        #expect(window.target == initial + 5)
    }

    @Test("What may be sent and what is unread together never exceed the window")
    func invariant() {
        var random = SplitMix(seed: 1)
        var window = YamuxReceiveWindow(now: .origin)
        var now = Instant.origin
        for _ in 0..<5_000 {
            now = now + .microseconds(Int64.random(in: 0...5_000, using: &random))
            switch Int.random(in: 0...2, using: &random) {
            case 0: _ = window.receive(UInt32.random(in: 0...400_000, using: &random))
            case 1: window.consume(Int.random(in: 0...Int(window.buffered), using: &random))
            default:
                let room = (16 << 20) - window.target
                _ = window.takeUpdate(now: now, roundTrip: .milliseconds(20), growth: room)
            }
            let isWithin = UInt64(window.granted) + UInt64(window.buffered) <= UInt64(window.target)
            guard isWithin, window.target <= 16 << 20 else {
                Issue.record("\(window)")
                return
            }
        }
        #expect(window.target > initial)
    }

    @Test("The round trip is the least of the last measurements, and an old one is forgotten")
    func roundTrip() {
        var roundTrip = YamuxRoundTrip()
        #expect(roundTrip.estimate == nil)
        roundTrip.record(.milliseconds(5))
        roundTrip.record(.milliseconds(50))
        #expect(roundTrip.estimate == .milliseconds(5))
        for _ in 0..<7 { roundTrip.record(.milliseconds(50)) }
        #expect(roundTrip.estimate == .milliseconds(5))
        for _ in 0..<8 { roundTrip.record(.milliseconds(60)) }
        #expect(roundTrip.estimate == .milliseconds(50))
        roundTrip.record(.milliseconds(-3))
        #expect(roundTrip.estimate == .zero)
    }
}
