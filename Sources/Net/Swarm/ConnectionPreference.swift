/// Which of several connections of one peer carries new streams, and which are of no use any more.
///
/// The newest carries, from the moment it is there: a peer that connects again has most likely lost the older
/// ones, whatever these look like from here. Only where two peers have dialled each other at about the same
/// moment, and the older connection has answered since, may it carry after all: then the one dialled by the
/// peer with the smaller id wins, so that both ends come to the same answer without a message, and one
/// connection is left.
struct ConnectionPreference {
    /// Two connections established within this time of each other, from opposite sides, count as
    /// simultaneous.
    static let simultaneity = Interval.seconds(10)

    /// One of the connections.
    struct Candidate: Equatable {
        let connection: ConnectionID
        let direction: Direction
        let establishedAt: Instant
        /// When the peer has last answered on it.
        var lastAnswer: Instant?
    }

    let localPeer: PeerID
    let remotePeer: PeerID

    /// The connection that carries.
    func carrier(among candidates: [Candidate]) -> Candidate? {
        guard let newest = candidates.max(by: { Self.age($0) < Self.age($1) }) else { return nil }
        return candidates.filter { isSimultaneous($0, with: newest) && $0.direction == winningDirection }
            .max { Self.age($0) < Self.age($1) } ?? newest
    }

    /// Whether this side may begin to close `loser` in favour of `carrier`. Of two connections dialled from
    /// the same side only that side knows the order, so the other leaves the decision to it, unless the peer
    /// has not answered on the older one since.
    func mayClose(_ loser: Candidate, for carrier: Candidate) -> Bool {
        guard loser != carrier else { return false }
        return loser.direction != carrier.direction || loser.direction == .outbound
            || (loser.lastAnswer ?? loser.establishedAt) < carrier.establishedAt
    }

    /// Whether two peers have dialled each other, and the one connection is as good as the other.
    private func isSimultaneous(_ candidate: Candidate, with newest: Candidate) -> Bool {
        guard candidate != newest, candidate.direction != newest.direction else { return candidate == newest }
        return newest.establishedAt - candidate.establishedAt <= Self.simultaneity
            && (candidate.lastAnswer ?? .origin) > newest.establishedAt
    }

    private static func age(_ candidate: Candidate) -> (Instant, ConnectionID) {
        (candidate.establishedAt, candidate.connection)
    }

    private var winningDirection: Direction {
        localPeer < remotePeer ? .outbound : .inbound
    }
}
