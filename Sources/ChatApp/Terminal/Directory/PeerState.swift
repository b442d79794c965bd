public import Net

/// What the terminal remembers of another peer.
public struct PeerState: Hashable, Sendable {
    /// The last nick it used, displayable; nil before its first message.
    public var nick: String?
    /// Whether it has used the nick in this run.
    var isNickFresh = false
    /// Whether it is connected to us.
    public var isConnected = false
    /// Where it is connected.
    public var address: Multiaddr?
    /// Who dialled.
    public var direction: Direction?
    /// The last round trip.
    public var roundTrip: Interval?
    /// The program it says it is, displayable.
    public var agent = ""

    /// A peer of which nothing is known.
    public init() {}
}
