/// A version of the pub/sub wire protocol, as negotiated for the stream to one peer.
///
/// The order is the order of ability: whatever version 1.1 can do, 1.2 can do too.
public enum GossipProtocol: UInt8, CaseIterable, Comparable, Hashable, Sendable {
    /// Floodsub: every message goes to every subscriber and there is no mesh and no control message.
    case floodsub
    /// Gossipsub 1.0: mesh, fanout and gossip.
    case meshsub10
    /// Gossipsub 1.1: backoff in PRUNE, peer exchange, scoring.
    case meshsub11
    /// Gossipsub 1.2: IDONTWANT.
    case meshsub12
    /// Gossipsub 1.3: the extensions announced in the first message of a stream.
    case meshsub13

    /// The protocol id that multistream-select negotiates.
    public var identifier: String {
        switch self {
        case .floodsub: return "/floodsub/1.0.0"
        case .meshsub10: return "/meshsub/1.0.0"
        case .meshsub11: return "/meshsub/1.1.0"
        case .meshsub12: return "/meshsub/1.2.0"
        case .meshsub13: return "/meshsub/1.3.0"
        }
    }

    /// The version with that protocol id; nil for an unknown one.
    public init?(identifier: String) {
        for candidate in GossipProtocol.allCases
        where candidate.identifier.utf8.elementsEqual(identifier.utf8) {
            self = candidate
            return
        }
        return nil
    }

    /// Whether the peer takes part in meshes and understands control messages.
    public var hasMesh: Bool { self > .floodsub }

    /// Whether the left one is older.
    public static func < (left: GossipProtocol, right: GossipProtocol) -> Bool {
        left.rawValue < right.rawValue
    }
}
