import Testing

@testable import Net

@Suite("Which of several connections counts")
struct ConnectionPreferenceTests {
    private typealias Candidate = ConnectionPreference.Candidate

    private static let ids = (1...2).map { KeyPair(seed: [UInt8](repeating: $0, count: 32)).peerID }.sorted()
    private let small = ConnectionPreference(localPeer: ids[0], remotePeer: ids[1])
    private let great = ConnectionPreference(localPeer: ids[1], remotePeer: ids[0])

    private func candidate(
        _ id: UInt64,
        _ direction: Direction,
        at seconds: Int64,
        answered: Int64? = nil
    ) -> Candidate {
        Candidate(
            connection: ConnectionID(dialled: id),
            direction: direction,
            establishedAt: .origin + .seconds(seconds),
            lastAnswer: answered.map { .origin + .seconds($0) }
        )
    }

    @Test("The newest carries, whoever dialled it, as long as the older ones have not answered since")
    func newest() {
        for preference in [small, great] {
            for old in [Direction.outbound, .inbound] {
                for new in [Direction.outbound, .inbound] {
                    for answered in [nil, 0] as [Int64?] {
                        let candidates = [
                            candidate(1, old, at: 0, answered: answered), candidate(2, new, at: 1),
                        ]
                        #expect(preference.carrier(among: candidates) == candidates[1])
                        #expect(preference.carrier(among: candidates.reversed()) == candidates[1])
                        #expect(preference.mayClose(candidates[0], for: candidates[1]))
                        #expect(!preference.mayClose(candidates[1], for: candidates[1]))
                    }
                }
            }
        }
    }

    @Test(
        "Of simultaneous dials that both answer the one of the smaller id carries, and both sides see it so"
    )
    func simultaneous() {
        for offset in [0, 1, 10] as [Int64] {
            // One connection, seen from its two ends: what one side dialled, the other accepted.
            let ofSmall = (candidate(1, .outbound, at: 0, answered: 11), candidate(9, .inbound, at: offset))
            let ofGreat = (
                candidate(2, .inbound, at: offset), candidate(3, .outbound, at: 0, answered: 11)
            )
            #expect(small.carrier(among: [ofSmall.0, ofGreat.0]) == ofSmall.0)
            #expect(small.carrier(among: [ofGreat.0, ofSmall.0]) == ofSmall.0)
            #expect(great.carrier(among: [ofSmall.1, ofGreat.1]) == ofSmall.1)
            #expect(small.mayClose(ofGreat.0, for: ofSmall.0))
            #expect(great.mayClose(ofGreat.1, for: ofSmall.1))
        }
    }

    @Test("A connection that is younger by more than ten seconds carries though the older one answers")
    func younger() {
        for preference in [small, great] {
            for (old, new) in [(Direction.outbound, Direction.inbound), (.inbound, .outbound)] {
                let candidates = [candidate(1, old, at: 0, answered: 12), candidate(2, new, at: 11)]
                #expect(preference.carrier(among: candidates) == candidates[1])
            }
        }
    }

    @Test("Of two dialled from one side only that side may close one that answers, and it closes the older")
    func sameSide() {
        let outbound = [candidate(1, .outbound, at: 0, answered: 6), candidate(2, .outbound, at: 5)]
        #expect(small.carrier(among: outbound) == outbound[1])
        #expect(small.mayClose(outbound[0], for: outbound[1]))
        let inbound = [candidate(1, .inbound, at: 0, answered: 6), candidate(2, .inbound, at: 5)]
        #expect(great.carrier(among: inbound) == inbound[1])
        #expect(!great.mayClose(inbound[0], for: inbound[1]))
    }

    @Test("Nothing carries where there is nothing")
    func none() {
        #expect(small.carrier(among: []) == nil)
    }
}
