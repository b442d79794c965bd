/// One peer is started with the address of another.
public struct DialDeclaration: Hashable, Sendable {
    /// How the address is written.
    public enum Form: String, Hashable, Sendable {
        /// With `/p2p/PEER`, so that the dialer checks whom it reaches (as far as the target's identity is known).
        case full
        /// Without it: the dialer takes whoever answers. Needed where a restart brings a new identity.
        case bare
        /// `/dns4/localhost/...`, so that the dialer has to resolve a name.
        case dns
    }

    public let from: String
    public let to: String
    public var form: Form = .full
    /// The fault proxy in between, by its name.
    public var link: String?
    public let location: SceneLocation
}
