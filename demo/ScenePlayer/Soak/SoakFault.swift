/// One disturbance of a soak.
enum SoakFault: Hashable, CustomStringConvertible {
    /// kill -9; it is started again when the disturbance ends.
    case kill(peer: String)
    case freeze(peer: String)
    /// Faults of the proxy, by their words.
    case link(name: String, words: [String])

    var description: String {
        switch self {
        case .kill(let peer): return "\(peer) is killed"
        case .freeze(let peer): return "\(peer) is frozen"
        case .link(let name, let words): return "\(name): \(words.joined(separator: " "))"
        }
    }

    /// The next disturbance that a seeded generator comes up with.
    static func next(
        _ kind: SoakKind,
        peers: [String],
        links: [String],
        using random: inout some RandomNumberGenerator
    ) -> SoakFault {
        let words: [[String]] =
            switch kind {
            case .everything:
                [
                    ["cut"], ["reset"], ["chop"], ["stall=up"], ["stall=down"], ["rate=4KB"],
                    ["delay=300ms", "jitter=200ms"],
                    ["corrupt=up"], ["corrupt=down"], ["half-close=up"], ["half-close=down"], ["roam"],
                ]
            case .roaming: [["roam"]]
            }
        let peer = peers[Int.random(in: peers.indices, using: &random)]
        let link = links[Int.random(in: links.indices, using: &random)]
        // A third of the disturbances concern processes, the others connections.
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .kill(peer: peer)
        case 1: return .freeze(peer: peer)
        default: return .link(name: link, words: words[Int.random(in: words.indices, using: &random)])
        }
    }
}
