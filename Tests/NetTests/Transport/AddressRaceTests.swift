import Net
import Testing

@Suite("The race of a name's addresses")
struct AddressRaceTests {
    private func ip4(_ last: UInt8) -> TCPEndpoint {
        TCPEndpoint(host: .ip4([10, 0, 0, last]), port: 4_001)
    }

    private func ip6(_ last: UInt8) -> TCPEndpoint {
        TCPEndpoint(host: .ip6([UInt8](repeating: 0, count: 15) + [last]), port: 4_001)
    }

    private func race() -> AddressRace {
        AddressRace(attemptDelay: .milliseconds(250), deadline: .origin + .seconds(10))
    }

    private func time(_ milliseconds: Int64) -> Instant { .origin + .milliseconds(milliseconds) }

    @Test("The families take turns, IPv6 first, each address after the other's head start")
    func order() {
        var race = race()
        for endpoint in [ip4(1), ip4(2), ip6(1), ip6(2)] { race.receiveAddress(endpoint) }
        race.receiveLookupEnd(nil)
        var started: [TCPEndpoint] = []
        for turn in 0..<4 {
            guard case .start(let endpoint) = race.pollAction(now: time(Int64(turn) * 250)) else {
                Issue.record("nothing was started in turn \(turn)")
                return
            }
            started.append(endpoint)
            #expect(race.pollAction(now: time(Int64(turn) * 250 + 249)) == .wait)
        }
        #expect(started == [ip6(1), ip4(1), ip6(2), ip4(2)])
        #expect(race.nextDeadline == time(10_000))
    }

    @Test("A failure ends the head start")
    func failureGoesOn() {
        var race = race()
        race.receiveAddress(ip6(1))
        race.receiveAddress(ip4(1))
        #expect(race.pollAction(now: time(0)) == .start(ip6(1)))
        #expect(race.nextDeadline == time(250))
        race.receiveFailure(.refused)
        #expect(race.pollAction(now: time(1)) == .start(ip4(1)))
    }

    @Test("The last failure is told once nothing is left to try, and no earlier")
    func lastFailure() {
        var race = race()
        race.receiveAddress(ip6(1))
        race.receiveAddress(ip4(1))
        race.receiveLookupEnd(nil)
        _ = race.pollAction(now: time(0))
        race.receiveFailure(.unreachable)
        _ = race.pollAction(now: time(0))
        #expect(race.pollAction(now: time(1)) == .wait)
        race.receiveFailure(.refused)
        #expect(race.pollAction(now: time(2)) == .fail(.refused))
    }

    @Test("An address that comes late is tried at once if nothing else is under way")
    func lateAddress() {
        var race = race()
        #expect(race.pollAction(now: time(0)) == .wait)
        race.receiveAddress(ip4(1))
        #expect(race.pollAction(now: time(900)) == .start(ip4(1)))
    }

    @Test("A name without addresses is not found, unless the look-up says why")
    func noAddress() {
        var race = race()
        race.receiveLookupEnd(nil)
        #expect(race.pollAction(now: time(0)) == .fail(.nameNotFound))
        var other = self.race()
        other.receiveLookupEnd(.nameLookupDenied)
        #expect(other.pollAction(now: time(0)) == .fail(.nameLookupDenied))
        // What became of an address tells more than the look-up.
        var tried = self.race()
        tried.receiveAddress(ip4(1))
        _ = tried.pollAction(now: time(0))
        tried.receiveFailure(.refused)
        tried.receiveLookupEnd(.nameFailure)
        #expect(tried.pollAction(now: time(0)) == .fail(.refused))
    }

    @Test("The whole race has a deadline, whatever is under way")
    func deadline() {
        var race = race()
        race.receiveAddress(ip4(1))
        _ = race.pollAction(now: time(0))
        #expect(race.pollAction(now: time(9_999)) == .wait)
        #expect(race.pollAction(now: time(10_000)) == .fail(.timedOut))
    }

    @Test("No address is tried twice, and of a liar's thousand only sixteen are")
    func bounds() {
        var race = race()
        for number in 0..<1_000 {
            race.receiveAddress(ip4(UInt8(number % 250)))
            race.receiveAddress(ip4(UInt8(number % 250)))
        }
        race.receiveLookupEnd(nil)
        var started: Set<TCPEndpoint> = []
        while case .start(let endpoint) = race.pollAction(now: time(0)) {
            #expect(started.insert(endpoint).inserted)
            race.receiveFailure(.refused)
        }
        #expect(started.count == AddressRace.maximumAddresses)
    }
}
