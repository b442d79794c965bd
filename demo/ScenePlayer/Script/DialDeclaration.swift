/// One peer is started with the address of another.
package struct DialDeclaration: Hashable, Sendable {
    /// How the address is written.
    package enum Form: String, Hashable, Sendable {
        /// With `/p2p/PEER`, so that the dialer checks whom it reaches (as far as the target's identity is
        /// known).
        case full
        /// Without it: the dialer takes whoever answers. Needed where a restart brings a new identity.
        case bare
        /// `/dns4/localhost/...`, so that the dialer has to resolve a name.
        case dns
    }

    package let from: String
    package let to: String
    package var form: Form = .full
    /// The fault proxy in between, by its name.
    package var link: String?
    package let location: SceneLocation
}
