internal import DequeModule

/// A peer for programs that speak a protocol of their own: streams, messages or requests, without their bookkeeping.
///
/// A host has a `Swarm` and adds what nearly every program needs on top of it: it reads streams and cuts them into
/// messages, keeps what a stream does not take at once and sends it later, stops reading what it is asked by a peer that does not read
/// either, and pairs requests with their responses.
///
/// Calling contract. A host is driven like its swarm (see `TransportClient`); after every change drain `pollEvent` and
/// `pollEffect` until both answer `nil` in one round. It has no clock: commands happen at the time that it was told last.
/// It is one peer and is not copied, so it is a class, confined to the thread (or event loop) of its driver.
///
/// To run one: `PeerProgram` for a whole program on either platform; `TCPDriver` of NetNIO inside a program that has more to do; or a
/// driver of one's own.
public final class Host {
    /// The connections below.
    public let swarm: Swarm
    /// What was asked for at the start.
    public let configuration: HostConfiguration
    /// The time that was told last.
    public internal(set) var now: Instant
    /// When the event `timer` is wanted; `nil` for never. The event clears it.
    public var timer: Instant?

    var random: SeededRandom
    var events = Deque<HostEvent>()
    var streams: [StreamID: HostStream] = [:]
    /// Streams with something to read, in turn.
    var readable = Deque<StreamID>()
    /// When requests are given up. All may take equally long, so the first is the earliest.
    var requestDeadlines = Deque<(instant: Instant, stream: StreamID)>()

    /// A peer without listeners or connections.
    ///
    /// - Parameters:
    ///   - identity: Our key pair; its public half is our peer id.
    ///   - configuration: What is offered and tolerated; it cannot be changed later.
    ///   - seed: 32 bytes of entropy from the system. Using the same seed twice with the same identity, outside a simulation,
    ///     gives away the connections' secrets.
    ///   - now: The driver's time.
    public init(identity: KeyPair, configuration: HostConfiguration, seed: [UInt8], now: Instant) {
        var random = SeededRandom(seed: seed)
        var swarmConfiguration = configuration.swarm
        swarmConfiguration.inboundProtocols = configuration.protocols.map { $0.name }
        swarm = Swarm(
            identity: identity,
            configuration: swarmConfiguration,
            seed: random.bytes(32),
            now: now
        )
        self.random = random
        self.configuration = configuration
        self.now = now
    }

    // MARK: - Peers

    /// Our key pair.
    public var identity: KeyPair { swarm.identity }

    /// Our peer id.
    public var localPeer: PeerID { swarm.localPeer }

    /// Listens. Answered by `listening` once per address that it stands for, or by `listenFailed`.
    @discardableResult
    public func listen(on address: Multiaddr) -> ListenerID {
        swarm.listen(on: address)
    }

    /// Dials. Answered by `connected` unless the peer already is, or by `dialFailed`.
    ///
    /// - Parameters:
    ///   - address: A host and TCP port; with `/p2p` the peer must prove that id.
    ///   - keep: Dial again, with growing waits, whenever the peer is not connected.
    public func dial(_ address: Multiaddr, keep: Bool = false) {
        swarm.dial(address, keep: keep, now: now)
    }

    /// Closes every connection of the peer in good order.
    public func disconnect(_ peer: PeerID) {
        swarm.disconnect(peer, now: now)
    }

    /// Ends everything in good order; what was passed on to streams goes out first. Done when `isShutDown`.
    public func shutdown() {
        swarm.shutdown(now: now)
    }

    /// Whether everything has ended after `shutdown`.
    public var isShutDown: Bool { swarm.isShutDown }

    /// Secret random bytes, for whatever the program needs; from the seed.
    public func randomBytes(_ count: Int) -> [UInt8] {
        random.bytes(count)
    }

    /// Tells the host the time, before a command that comes at a time of its own. Drivers do it with everything they feed.
    public func advance(to now: Instant) {
        self.now = max(self.now, now)
    }

    // MARK: - Outputs

    /// The next event, or `nil` when there is none.
    public func pollEvent() -> HostEvent? {
        while true {
            if let event = events.popFirst() { return event }
            if let stream = readable.popFirst() {
                read(stream)
            } else if let event = swarm.pollEvent() {
                receive(event)
            } else {
                return nil
            }
        }
    }

    private func receive(_ event: SwarmEvent) {
        switch event {
        case .listening(_, let address): events.append(.listening(address.withPeerID(localPeer)))
        case .listenFailed(_, let address, let error): events.append(.listenFailed(address, error))
        case .listenerClosed(_, let address, let error):
            events.append(.listenerClosed(address.withPeerID(localPeer), error))
        case .connected(let peer, _, let address, let direction):
            events.append(.connected(peer, address: address, direction))
        case .disconnected(let peer, let reason): events.append(.disconnected(peer, reason))
        case .dialFailed(let address, let error): events.append(.dialFailed(address, error))
        case .identified(let peer, let info): events.append(.identified(peer, info))
        case .roundTrip(let peer, let interval): events.append(.roundTrip(peer, interval))
        case .streamOpened(let stream, let peer, let name, let direction):
            receiveOpened(stream, peer, name, direction)
        case .streamRefused(let stream, _): receiveGone(stream, .refused)
        case .streamReadable(let stream): readLater(stream)
        case .streamWritable(let stream): flush(stream)
        case .streamEnded(let stream): receiveEnd(stream)
        case .streamClosed(let stream): receiveGone(stream, .finished)
        case .streamReset(let stream): receiveGone(stream, .reset)
        }
    }
}
