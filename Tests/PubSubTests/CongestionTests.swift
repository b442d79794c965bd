import Net
import Testing

@testable import PubSub

@Suite("Waiting for slow readers")
struct CongestionTests {
    private func instant(_ seconds: Int64) -> Instant { .origin + .seconds(seconds) }

    @Test("A peer that reads nothing is waited for 15 seconds, one that keeps up is not")
    func deaf() {
        var congestion = Congestion()
        congestion.update(isCongested: false, now: instant(1))
        #expect(!congestion.isWaitedFor(now: instant(1)))
        congestion.update(isCongested: true, now: instant(2))
        congestion.update(isCongested: true, now: instant(9))
        #expect(congestion.isWaitedFor(now: instant(2) + .milliseconds(14_999)))
        #expect(!congestion.isWaitedFor(now: instant(17)))
        #expect(congestion.waitEnd == instant(17))
    }

    @Test("A slow but steady reader is waited for without end")
    func steady() {
        var congestion = Congestion()
        congestion.update(isCongested: true, now: instant(0))
        for second in 1...1_000 as ClosedRange<Int64> {
            congestion.receiveProgress(byteCount: 16_384, now: instant(second))
            #expect(congestion.isWaitedFor(now: instant(second)))
        }
    }

    @Test("A peer that reads a byte now and then is soon waited for no more")
    func trickle() {
        var congestion = Congestion()
        congestion.update(isCongested: true, now: instant(0))
        for second in 1...20 as ClosedRange<Int64> {
            congestion.receiveProgress(byteCount: 1, now: instant(second))
        }
        #expect(!congestion.isWaitedFor(now: instant(20)))
    }

    @Test("A peer that falls behind again and again is waited for at most half of the time")
    func pulses() {
        var congestion = Congestion()
        var waited = 0
        for second in 0..<600 as Range<Int64> {
            // It keeps up in one second of fifteen.
            congestion.update(isCongested: second % 15 != 0, now: instant(second))
            if congestion.isWaitedFor(now: instant(second)) { waited += 1 }
        }
        #expect(waited < 80)
        congestion.update(isCongested: false, now: instant(600))
        congestion.update(isCongested: true, now: instant(700))
        #expect(congestion.isWaitedFor(now: instant(714)), "after a good while it is as at first")
    }
}
