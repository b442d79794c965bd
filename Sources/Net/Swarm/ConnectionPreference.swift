/// Which of several connections of one peer carries new streams, and which may therefore be drained.
///
/// Both ends come to the same answer without a message. Connections made at about the same time are simultaneous dials: the
/// one dialled by the peer with the smaller id wins. Otherwise the younger wins, because a peer that dials again has most
/// likely lost the older one.
struct ConnectionPreference {
    /// Two connections established within this time of each other count as simultaneous.
    static let simultaneity = Interval.seconds(10)

    /// One of the connections.
    struct Candidate: Equatable {
        let connection: ConnectionID
        let direction: Direction
        let establishedAt: Instant
    }

    let localPeer: PeerID
    let remotePeer: PeerID

    /// Whether `left` is preferred to `right`.
    func prefers(_ left: Candidate, to right: Candidate) -> Bool {
        let age = left.establishedAt - right.establishedAt
        if age > Self.simultaneity { return true }
        if age < Interval.zero - Self.simultaneity { return false }
        if left.direction != right.direction { return left.direction == winningDirection }
        return left.connection > right.connection
    }

    /// The best of the candidates.
    func best(of candidates: [Candidate]) -> Candidate? {
        candidates.first.map { first in
            candidates.dropFirst().reduce(first) { prefers($1, to: $0) ? $1 : $0 }
        }
    }

    /// Whether this side may begin to drain `loser` in favour of `winner`. Of two connections dialled from the same side, only
    /// that side knows their order, so the other one leaves the decision to it.
    func mayDrain(_ loser: Candidate, for winner: Candidate) -> Bool {
        prefers(winner, to: loser)
            && (loser.direction != winner.direction || loser.direction == .outbound)
    }

    private var winningDirection: Direction {
        localPeer < remotePeer ? .outbound : .inbound
    }
}
