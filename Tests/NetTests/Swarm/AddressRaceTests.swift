import Net
import Testing

@Suite("The race of addresses")
struct AddressRaceTests {
    private let deadline = Instant.origin + .seconds(10)
    private var race = AddressRace(attemptDelay: .milliseconds(250), deadline: .origin + .seconds(10))

    private func ip4(_ last: UInt8) -> TCPEndpoint { TCPEndpoint(host: .ip4([192, 0, 2, last]), port: 1) }
    private func ip6(_ last: UInt8) -> TCPEndpoint {
        TCPEndpoint(host: .ip6([UInt8](repeating: 0, count: 15) + [last]), port: 1)
    }

    private func at(_ milliseconds: Int64) -> Instant { .origin + .milliseconds(milliseconds) }

    @Test("IPv6 first, then the families in turns, each with its head start (RFC 8305, sections 4 and 5)")
    mutating func turns() {
        for last in 1...3 as ClosedRange<UInt8> { race.receiveAddress(ip4(last)) }
        race.receiveAddress(ip6(1))
        race.receiveAddress(ip6(2))
        race.receiveLookupEnd(nil)
        let order = [ip6(1), ip4(1), ip6(2), ip4(2), ip4(3)]
        for (turn, endpoint) in order.enumerated() {
            let instant = at(Int64(turn) * 250)
            #expect(race.nextDeadline <= instant)
            #expect(race.pollAction(now: instant) == .start(endpoint))
            #expect(race.pollAction(now: instant) == .wait)
            #expect(race.pollAction(now: instant + .milliseconds(249)) == .wait)
        }
        #expect(race.nextDeadline == deadline)
    }

    @Test("A failure ends the head start, and the last one is the race's")
    mutating func failures() {
        race.receiveAddress(ip4(1))
        race.receiveAddress(ip4(2))
        #expect(race.pollAction(now: at(0)) == .start(ip4(1)))
        race.receiveFailure(.refused)
        #expect(race.pollAction(now: at(1)) == .start(ip4(2)))
        race.receiveFailure(.unreachable)
        // More addresses may come.
        #expect(race.pollAction(now: at(2)) == .wait)
        race.receiveLookupEnd(nil)
        #expect(race.pollAction(now: at(3)) == .fail(.unreachable))
    }

    @Test("A look-up that fails tells only while nothing better is known")
    mutating func lookup() {
        race.receiveLookupEnd(.nameFailure)
        #expect(race.pollAction(now: at(0)) == .fail(.nameFailure))
        var empty = AddressRace(attemptDelay: .milliseconds(250), deadline: deadline)
        empty.receiveLookupEnd(nil)
        #expect(empty.pollAction(now: at(0)) == .fail(.nameNotFound))
        var tried = AddressRace(attemptDelay: .milliseconds(250), deadline: deadline)
        tried.receiveAddress(ip4(1))
        _ = tried.pollAction(now: at(0))
        tried.receiveFailure(.refused)
        tried.receiveLookupEnd(.nameFailure)
        #expect(tried.pollAction(now: at(0)) == .fail(.refused))
    }

    @Test("All of it ends at the deadline")
    mutating func timeout() {
        race.receiveAddress(ip4(1))
        #expect(race.pollAction(now: at(0)) == .start(ip4(1)))
        #expect(race.pollAction(now: deadline - Interval(nanoseconds: 1)) == .wait)
        #expect(race.pollAction(now: deadline) == .fail(.timedOut))
    }

    @Test("An address is tried once, and no more than sixteen are")
    mutating func bounds() {
        for _ in 0..<2 { for last in 0..<30 as Range<UInt8> { race.receiveAddress(ip4(last)) } }
        race.receiveLookupEnd(nil)
        var started = 0
        while case .start = race.pollAction(now: at(0)) {
            started += 1
            race.receiveFailure(.refused)
        }
        #expect(started == AddressRace.maximumAddresses)
    }
}
