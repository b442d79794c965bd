internal import DequeModule

/// A peer: owns the connections, dials and listens, proves identities, and offers streams.
///
/// Calling contract. Whatever changes a swarm (a command, an input, the time) may leave events and effects behind: after it,
/// drain `pollEvent` and `pollEffect` until both answer `nil` in one round, since draining effects writes to connections and
/// so may make streams writable. A swarm reads no clock; `now` never runs backwards.
///
/// A swarm is one peer and is not copied, so it is a class; it is confined to the thread (or event loop) of its driver.
public final class Swarm: TransportClient {
    /// Our key pair.
    public let identity: KeyPair
    /// Our peer id.
    public let localPeer: PeerID
    /// What was asked for at the start.
    public let configuration: SwarmConfiguration

    var effects = Deque<TransportEffect>()
    var events = Deque<SwarmEvent>()
    private var nextListener: UInt64 = 1

    /// A peer without listeners or connections.
    ///
    /// - Parameter seed: 32 bytes of entropy, for the handshakes' ephemeral keys, pings and jitter. Using the same seed twice
    ///   with the same identity, outside a simulation, gives away the connections' secrets.
    public init(identity: KeyPair, configuration: SwarmConfiguration, seed: [UInt8], now: Instant) {
        self.identity = identity
        self.localPeer = identity.peerID
        self.configuration = configuration
    }

    /// Listens on `address`. Answered by `.listening` once per address that it stands for, or by `.listenFailed`.
    @discardableResult
    public func listen(on address: Multiaddr) -> ListenerID {
        let listener = ListenerID(rawValue: nextListener)
        nextListener += 1
        effects.append(.listen(listener, address))
        return listener
    }

    /// Stops listening; answered by `.listenerClosed` for each address. Its connections stay.
    public func closeListener(_ listener: ListenerID) { effects.append(.closeListener(listener)) }
    /// Dials `address`. Answered by `.connected` unless the peer already is, or by `.dialFailed`.
    public func dial(_ address: Multiaddr, keep: Bool, now: Instant) {}
    /// Dials the address no more; a dial under way is given up. A connection that it led to stays.
    public func forget(_ address: Multiaddr) {}
    /// Closes every connection of the peer in good order.
    public func disconnect(_ peer: PeerID, now: Instant) {}
    /// Keeps connections of the peer from being closed for idleness or to make room, until `unprotect` with the same tag.
    public func protect(_ peer: PeerID, tag: String) {}
    /// Takes back `protect`.
    public func unprotect(_ peer: PeerID, tag: String) {}
    /// Ends everything in good order.
    public func shutdown(now: Instant) {}

    /// Opens a stream to a connected peer. Answered by `.streamOpened` or `.streamRefused`.
    public func openStream(to peer: PeerID, protocols: [String], now: Instant) throws(SwarmError) -> StreamID {
        throw .notConnected
    }
    /// Writes; returns how many bytes were accepted, fewer than given when the stream's buffer is full (`.streamWritable` follows).
    public func write(_ bytes: ArraySlice<UInt8>, to stream: StreamID, now: Instant) throws(StreamError) -> Int {
        throw .unknown
    }
    /// Reads at most `maximum` bytes; empty when there is nothing now.
    public func read(_ stream: StreamID, maximum: Int, now: Instant) throws(StreamError) -> [UInt8] {
        throw .unknown
    }
    /// Closes our direction, after everything written.
    public func closeWrite(_ stream: StreamID, now: Instant) {}
    /// Ends the stream abruptly in both directions.
    public func reset(_ stream: StreamID, now: Instant) {}

    /// The next event, or `nil` when there is none.
    public func pollEvent() -> SwarmEvent? { events.popFirst() }

    /// The established connections, oldest first.
    public var connections: [ConnectionSummary] { [] }
    /// The connected peers, in the order of their ids.
    public var connectedPeers: [PeerID] { [] }
    /// Whether the peer is connected.
    public func isConnected(to peer: PeerID) -> Bool { false }
    /// What the peer said of itself, if it did.
    public func identifyInfo(of peer: PeerID) -> IdentifyInfo? { nil }
    /// Where we listen, without `/p2p`.
    public var listenAddresses: [Multiaddr] { [] }
    /// What the swarm holds and has done.
    public var counters: SwarmCounters { SwarmCounters() }
    /// Whether everything has ended after `shutdown`: no socket is left to the driver.
    public var isShutDown: Bool { true }

    public func acceptConnection(
        on listener: ListenerID,
        local: Multiaddr,
        remote: Multiaddr,
        now: Instant
    ) -> ConnectionID? { nil }
    public func receive(_ input: TransportInput, now: Instant) {}
    public func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {}
    public func handleTimeout(now: Instant) {}
    public var nextDeadline: Instant? { nil }
    public func pollEffect() -> TransportEffect? { effects.popFirst() }
    public func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] { [] }
}
