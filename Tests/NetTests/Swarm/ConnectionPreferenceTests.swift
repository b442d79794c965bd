import Testing

@testable import Net

@Suite("Which of several connections counts")
struct ConnectionPreferenceTests {
    private typealias Candidate = ConnectionPreference.Candidate

    private static let ids = (1...2).map { KeyPair(seed: [UInt8](repeating: $0, count: 32)).peerID }.sorted()
    private let small = ConnectionPreference(localPeer: ids[0], remotePeer: ids[1])
    private let great = ConnectionPreference(localPeer: ids[1], remotePeer: ids[0])

    private func candidate(_ id: UInt64, _ direction: Direction, at seconds: Int64) -> Candidate {
        Candidate(
            connection: ConnectionID(dialled: id),
            direction: direction,
            establishedAt: .origin + .seconds(seconds)
        )
    }

    @Test("Of simultaneous dials the one of the smaller id wins, and both sides see it so")
    func simultaneous() {
        for offset in [0, 1, 10] as [Int64] {
            // One connection, seen from its two ends: what one side dialled, the other accepted.
            let ofSmall = (candidate(1, .outbound, at: 0), candidate(9, .inbound, at: offset))
            let ofGreat = (candidate(2, .inbound, at: offset), candidate(3, .outbound, at: 0))
            #expect(small.best(of: [ofSmall.0, ofGreat.0]) == ofSmall.0)
            #expect(small.best(of: [ofGreat.0, ofSmall.0]) == ofSmall.0)
            #expect(great.best(of: [ofSmall.1, ofGreat.1]) == ofSmall.1)
            #expect(small.mayDrain(ofGreat.0, for: ofSmall.0))
            #expect(great.mayDrain(ofGreat.1, for: ofSmall.1))
            #expect(!small.mayDrain(ofSmall.0, for: ofGreat.0))
        }
    }

    @Test("A connection that is younger by more than ten seconds wins whoever dialled it")
    func younger() {
        for preference in [small, great] {
            for (old, new) in [
                (Direction.outbound, Direction.inbound), (.inbound, .outbound), (.inbound, .inbound),
            ] {
                let candidates = [candidate(1, old, at: 0), candidate(2, new, at: 11)]
                #expect(preference.best(of: candidates) == candidates[1])
                #expect(preference.best(of: candidates.reversed()) == candidates[1])
            }
        }
    }

    @Test("Of two dialled from one side only that side may drain one, and it drains the older")
    func sameSide() {
        let outbound = [candidate(1, .outbound, at: 0), candidate(2, .outbound, at: 5)]
        #expect(small.best(of: outbound) == outbound[1])
        #expect(small.mayDrain(outbound[0], for: outbound[1]))
        let inbound = [candidate(1, .inbound, at: 0), candidate(2, .inbound, at: 5)]
        #expect(great.best(of: inbound) == inbound[1])
        #expect(!great.mayDrain(inbound[0], for: inbound[1]))
    }

    @Test("Nothing is the best of nothing")
    func none() {
        #expect(small.best(of: []) == nil)
    }
}
