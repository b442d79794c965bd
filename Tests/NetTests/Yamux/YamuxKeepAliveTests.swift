import Testing

@testable import Net

@Suite("Yamux keep-alive")
struct YamuxKeepAliveTests {
    private func machine(interval: Interval = .seconds(30), timeout: Interval = .seconds(10))
        -> YamuxKeepAlive
    {
        YamuxKeepAlive(interval: interval, timeout: timeout, now: .origin)
    }

    @Test("The first ping is due at once, the next an interval after the reply")
    func schedule() throws {
        var keepAlive = machine()
        #expect(keepAlive.deadline == .origin)
        #expect(try keepAlive.handleTimeout(now: .origin) == 1)
        #expect(try keepAlive.handleTimeout(now: .origin + .seconds(9)) == nil)
        #expect(keepAlive.receiveReply(1, now: .origin + .seconds(2)) == .seconds(2))
        #expect(keepAlive.deadline == .origin + .seconds(32))
        #expect(try keepAlive.handleTimeout(now: .origin + .seconds(31)) == nil)
        #expect(try keepAlive.handleTimeout(now: .origin + .seconds(32)) == 2)
    }

    @Test("A reply that answers nothing is passed over")
    func unknownReply() throws {
        var keepAlive = machine()
        #expect(keepAlive.receiveReply(0, now: .origin) == nil)
        #expect(try keepAlive.handleTimeout(now: .origin) == 1)
        #expect(keepAlive.receiveReply(2, now: .origin) == nil)
        #expect(keepAlive.receiveReply(1, now: .origin) == .zero)
        #expect(keepAlive.receiveReply(1, now: .origin) == nil)
    }

    @Test("A peer from which nothing comes is declared dead")
    func timeout() throws {
        var keepAlive = machine()
        _ = try keepAlive.handleTimeout(now: .origin)
        #expect(keepAlive.deadline == .origin + .seconds(10))
        #expect(throws: YamuxError.keepAliveTimedOut) {
            try keepAlive.handleTimeout(now: .origin + .seconds(10))
        }
    }

    @Test("A late reply is waited for while other bytes come")
    func activity() throws {
        var keepAlive = machine()
        _ = try keepAlive.handleTimeout(now: .origin)
        keepAlive.receiveActivity(now: .origin + .seconds(8))
        #expect(try keepAlive.handleTimeout(now: .origin + .seconds(17)) == nil)
        #expect(throws: YamuxError.keepAliveTimedOut) {
            try keepAlive.handleTimeout(now: .origin + .seconds(18))
        }
    }

    @Test("Only one ping is out at a time")
    func single() {
        var keepAlive = machine()
        #expect(keepAlive.ping(now: .origin) == 1)
        #expect(keepAlive.ping(now: .origin) == nil)
    }

    @Test(
        "Extreme intervals and a clock that goes back neither trap nor spin",
        arguments: [Int64.min, -1, 0, 1, Int64.max]
    )
    func extremes(nanoseconds: Int64) throws {
        let interval = Interval(nanoseconds: nanoseconds)
        var keepAlive = machine(interval: interval, timeout: interval)
        let late = Instant(nanoseconds: .max - 5)
        let value = try #require(try keepAlive.handleTimeout(now: late))
        keepAlive.receiveActivity(now: Instant(nanoseconds: .min))
        #expect(keepAlive.deadline > .origin)
        #expect(keepAlive.receiveReply(value, now: .origin) == .zero)
        #expect(keepAlive.deadline > .origin)
    }
}
