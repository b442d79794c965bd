/// Where an address of a peer came from, the least trusted first.
public enum AddressSource: Int, Comparable, Sendable {
    /// A third peer said so, without proof.
    case peerExchange
    /// The peer said so itself, over a connection that proves its identity.
    case identify
    /// The peer signed it.
    case signedRecord
    /// We were told to dial it, or have been connected by it.
    case dialled

    /// How long such an address is remembered after it was last heard of.
    var lifetime: Interval {
        switch self {
        case .peerExchange: .seconds(600)
        case .identify: .seconds(1_800)
        case .signedRecord: .seconds(3_600)
        case .dialled: .seconds(86_400)
        }
    }

    /// Whether the left one is trusted less.
    public static func < (left: AddressSource, right: AddressSource) -> Bool {
        left.rawValue < right.rawValue
    }
}
