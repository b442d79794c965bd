import Testing

@testable import Net

@Suite("When a connection is pinged")
struct PingScheduleTests {
    private let start = Instant.origin + .seconds(5)

    @Test("The first ping is due at once, each further one an interval after the last")
    func interval() {
        var schedule = PingSchedule(interval: .seconds(15), establishedAt: start)
        #expect(schedule.next == start)
        #expect(schedule.isDue(now: start))
        let late = start + .seconds(2)
        schedule.receivePing(now: late)
        #expect(schedule.next == late + .seconds(15))
        #expect(!schedule.isDue(now: late + .milliseconds(14_999)))
        #expect(schedule.isDue(now: late + .seconds(15)))
    }

    @Test("Without an interval there is no ping")
    func none() {
        var schedule = PingSchedule(interval: nil, establishedAt: start)
        #expect(schedule.next == nil && !schedule.isDue(now: .distantFuture))
        schedule.receivePing(now: start)
        #expect(schedule.next == nil && !schedule.isDue(now: .distantFuture))
    }
}
