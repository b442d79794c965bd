import Testing

@testable import Net

@Suite("The dialer")
struct DialerTests {
    private static let peers = (1...2).map { KeyPair(seed: [UInt8](repeating: $0, count: 32)).peerID }

    private var random = SimulationRandom(seed: 1)
    private var dialer = Dialer(concurrency: 2, initialBackoff: .seconds(1), maximumBackoff: .seconds(8))
    private let now = Instant.origin

    private func address(_ port: Int, _ peer: PeerID? = nil) throws -> Multiaddr {
        let address = try Multiaddr(text: "/ip4/192.0.2.1/tcp/\(port)")
        return peer.map { address.withPeerID($0) } ?? address
    }

    private func id(_ value: UInt64) -> ConnectionID { ConnectionID(dialled: value) }

    @Test("Dials start in the order they were asked for, a limited number at a time")
    mutating func concurrency() throws {
        for port in 1...4 { dialer.add(try address(port), keep: false, now: now) }
        #expect(dialer.next(as: id(1), now: now) == (try address(1)))
        #expect(dialer.next(as: id(2), now: now) == (try address(2)))
        #expect(dialer.next(as: id(3), now: now) == nil)
        #expect(dialer.nextDeadline == nil)
        dialer.receiveFailed(id(1), now: now, random: &random)
        #expect(dialer.nextDeadline == now)
        #expect(dialer.next(as: id(3), now: now) == (try address(3)))
        #expect(dialer.runningCount == 2)
        #expect(dialer.targets.map { $0.address } == (try (2...4).map { try address($0) }))
    }

    @Test("An address is dialled once however often it is asked for; kept once is kept")
    mutating func repeated() throws {
        dialer.add(try address(1), keep: false, now: now)
        dialer.add(try address(1), keep: true, now: now)
        dialer.add(try address(1), keep: false, now: now)
        #expect(dialer.next(as: id(1), now: now) != nil)
        #expect(dialer.next(as: id(2), now: now) == nil)
        #expect(dialer.targets.map { $0.isKept } == [true])
    }

    @Test("A kept address waits longer after each failure; asking again does not wait")
    mutating func backoff() throws {
        dialer.add(try address(1), keep: true, now: now)
        var time = now
        var bound: Int64 = 1
        for _ in 0..<6 {
            #expect(dialer.next(as: id(1), now: time) != nil)
            dialer.receiveFailed(id(1), now: time, random: &random)
            let wait = try #require(dialer.nextDeadline) - time
            #expect((.milliseconds(bound * 500)) ... .seconds(bound) ~= wait)
            #expect(dialer.next(as: id(2), now: time + wait - Interval(nanoseconds: 1)) == nil)
            time = time + wait
            bound = min(8, bound * 2)
        }
        _ = dialer.next(as: id(1), now: time)
        dialer.receiveFailed(id(1), now: time, random: &random)
        dialer.add(try address(1), keep: true, now: time)
        #expect(dialer.nextDeadline == time)
    }

    @Test("Only a connection that lasted begins the backoff anew")
    mutating func steadiness() throws {
        for (lasting, isForgotten) in [(Interval.seconds(9), false), (.seconds(10), true)] {
            dialer.removeAll()
            dialer.add(try address(1), keep: true, now: now)
            for _ in 0..<4 {
                _ = dialer.next(as: id(1), now: .distantFuture)
                dialer.receiveFailed(id(1), now: now, random: &random)
            }
            _ = dialer.next(as: id(2), now: .distantFuture)
            dialer.receiveConnected(id(2), to: Self.peers[0], now: now)
            #expect(dialer.nextDeadline == nil)
            dialer.receivePeerDisconnected(Self.peers[0], now: now + lasting, random: &random)
            let wait = try #require(dialer.nextDeadline) - (now + lasting)
            #expect((wait <= .seconds(1)) == isForgotten)
        }
    }

    @Test("A peer that is connected otherwise is not dialled, and dialled again when it is lost")
    mutating func otherwise() throws {
        dialer.add(try address(1, Self.peers[0]), keep: true, now: now)
        dialer.add(try address(2, Self.peers[0]), keep: false, now: now)
        dialer.add(try address(3, Self.peers[1]), keep: true, now: now)
        dialer.receivePeerConnected(Self.peers[0], now: now)
        #expect(dialer.next(as: id(1), now: now) == (try address(3, Self.peers[1])))
        #expect(dialer.next(as: id(2), now: now) == nil)
        #expect(dialer.keeps(Self.peers[0]))
        dialer.receivePeerDisconnected(Self.peers[0], now: now, random: &random)
        #expect(dialer.next(as: id(2), now: now + .seconds(1)) == (try address(1, Self.peers[0])))
        #expect(dialer.targets.count == 2)
    }

    @Test("Forgetting gives back the dial that runs, and nobody is kept any more")
    mutating func forget() throws {
        dialer.add(try address(1, Self.peers[0]), keep: true, now: now)
        #expect(dialer.keeps(Self.peers[0]))
        #expect(dialer.remove(try address(2)) == nil)
        _ = dialer.next(as: id(5), now: now)
        #expect(dialer.remove(try address(1, Self.peers[0])) == id(5))
        #expect(!dialer.keeps(Self.peers[0]))
        dialer.receiveFailed(id(5), now: now, random: &random)
        #expect(dialer.targets.isEmpty)
    }
}
