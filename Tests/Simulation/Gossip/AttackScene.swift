/// An attack of the gossipsub v1.1 evaluation (arXiv 2007.02754), in spirit.
///
/// All attackers speak the protocol well: they subscribe, GRAFT and answer; what they do not do is forward.
/// Several of them share an address.
public enum AttackScene: String, CaseIterable, Sendable {
    /// Twenty attackers for each honest peer, each of them connected to several honest ones.
    case sybil
    /// One peer: all addresses it knows are attackers', all attackers dial it, and only two honest peers do.
    case eclipse
    /// A third of the peers forwards nothing.
    case censor
    /// The attackers are there first, two for each honest peer; then all honest peers start at once.
    case coldboot
    /// A third of the peers forwards like everybody else, until they all stop at the same moment.
    case covertflash

    /// The share of attackers among all peers.
    var attackerShare: Double {
        switch self {
        case .sybil: return 20.0 / 21
        case .eclipse: return 0.2
        case .censor, .covertflash: return 1.0 / 3
        case .coldboot: return 2.0 / 3
        }
    }

    /// How many attackers share one address.
    var attackersPerAddress: Int {
        switch self {
        case .sybil: return 40
        case .eclipse, .coldboot: return 20
        case .censor, .covertflash: return 1
        }
    }
}
