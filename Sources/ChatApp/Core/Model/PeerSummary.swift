public import Net

/// One connected peer, as `/peers` tells it.
public struct PeerSummary: Equatable, Sendable {
    /// Who it is, proved by the Noise handshake.
    public var peer: PeerID
    /// Where it is connected.
    public var address: Multiaddr
    /// Who dialled.
    public var direction: Direction
    /// The last measured round trip; nil before the first.
    public var roundTrip: Interval?
    /// The program it says it is; empty before identify. Unsanitised.
    public var agent: String
    /// The rooms in whose mesh it is, sorted.
    public var mesh: [RoomName]
    /// Its gossipsub score; 0 where scoring is off.
    public var score: Double
    /// The protocols it supports, as identify told; unsanitised.
    public var protocols: [String]
    /// Bytes received over its connections.
    public var bytesReceived: UInt64
    /// Bytes sent over its connections.
    public var bytesSent: UInt64
    /// Open streams.
    public var streamCount: Int
    /// What it may send before we read, over all streams, in bytes: Yamux's windows.
    public var receiveWindowBytes: UInt64
    /// The last nick seen from it; nil before its first message. Unsanitised.
    public var nick: String?

    /// A summary from its parts.
    public init(
        peer: PeerID,
        address: Multiaddr,
        direction: Direction,
        roundTrip: Interval? = nil,
        agent: String = "",
        mesh: [RoomName] = [],
        score: Double = 0,
        protocols: [String] = [],
        bytesReceived: UInt64 = 0,
        bytesSent: UInt64 = 0,
        streamCount: Int = 0,
        receiveWindowBytes: UInt64 = 0,
        nick: String? = nil
    ) {
        self.peer = peer
        self.address = address
        self.direction = direction
        self.roundTrip = roundTrip
        self.agent = agent
        self.mesh = mesh
        self.score = score
        self.protocols = protocols
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.streamCount = streamCount
        self.receiveWindowBytes = receiveWindowBytes
        self.nick = nick
    }
}
