public import Gossip
public import Net

/// A peer that gossips: a swarm, a router, and the streams between them.
///
/// It keeps one stream of gossip to every connected peer and reads the peer's own; who is in which topic
/// depends on neither: a stream that breaks, or a connection that another one replaces, is made good without
/// anybody leaving.
///
///     peer.listen(on: address)
///     peer.join("news", now: now)
///     try peer.publish(Array("hello".utf8), to: "news", now: now)
///     while let event = peer.pollEvent() { … }
///
/// Calling contract. It is driven like its swarm (see `TransportClient`): after every change drain
/// `pollEvent` and `pollEffect` until both answer `nil` in one round. Polling events is what moves messages
/// between streams and router. It reads no clock, and `now` never runs backwards.
public struct PubSub: ~Copyable {
    private var swarm: Swarm
    private var router: GossipRouter
    private var links: GossipLinks
    /// The latest time that was passed in.
    private var clock: Instant

    /// A peer without listeners, connections or topics.
    ///
    /// - Parameters:
    ///   - identity: Our key pair; its public half is our peer id and the author of what is published.
    ///   - configuration: What is offered and tolerated.
    ///   - seed: `seedBytes` bytes of entropy; used twice with one identity they give its secrets away.
    ///   - firstSequenceNumber: Higher than any used with this identity before: Unix time in nanoseconds.
    ///   - now: The driver's time.
    public init(
        identity: KeyPair,
        configuration: PubSubConfiguration,
        seed: [UInt8],
        firstSequenceNumber: UInt64,
        now: Instant
    ) {
        precondition(seed.count == Self.seedBytes, "the caller draws as many bytes as the property says")
        var network = configuration.swarm
        network.inboundProtocols = GossipRouter.protocols + network.inboundProtocols
        network.recordSequenceNumber = firstSequenceNumber
        swarm = Swarm(identity: identity, configuration: network, seed: Array(seed[..<32]), now: now)
        router = GossipRouter(
            localIdentity: identity,
            configuration: configuration.gossip,
            seed: Array(seed[32...]),
            initialSequenceNumber: firstSequenceNumber,
            now: now
        )
        links = GossipLinks(maximumFrameBytes: configuration.gossip.limits.maximumRPCBytes)
        clock = now
    }

    /// How many bytes a seed has.
    public static var seedBytes: Int { 64 }

    // MARK: - Topics

    /// Gives a topic settings of its own, before it is joined or published to. They stay.
    public mutating func configure(_ topic: String, _ configuration: TopicConfiguration) {
        router.configure(topic, configuration)
    }

    /// Subscribes to a topic: its messages come from now on. Subscribers that are known already are told by
    /// `subscribed`.
    public mutating func join(_ topic: String, now: Instant) {
        clock = now
        router.join(topic, now: now)
    }

    /// Leaves a topic.
    public mutating func leave(_ topic: String, now: Instant) {
        clock = now
        router.leave(topic, now: now)
    }

    /// Publishes a message to a topic, joined or not. `sent` tells to how many peers it was handed; where
    /// nobody is there it waits for the first, within `GossipLimits.maximumHeldMessages`.
    ///
    /// - Returns: Its id by the scheme of the topic.
    /// - Throws: `PublishError`; nothing is sent or kept then.
    @discardableResult
    public mutating func publish(
        _ data: [UInt8],
        to topic: String,
        now: Instant
    ) throws(PublishError) -> MessageID {
        clock = now
        return try router.publish(data, to: topic, now: now)
    }

    /// Says what becomes of a message that the event `validate` has brought. One that is accepted is passed
    /// on to others; one that is rejected counts against its sender.
    ///
    /// - Returns: Whether the message counts as received: it is accepted, and has not waited too long for
    ///   this.
    @discardableResult
    public mutating func validate(_ message: MessageID, _ outcome: ValidationOutcome, now: Instant) -> Bool {
        clock = now
        return router.receiveValidation(message, outcome, now: now)
    }

    /// A message that was published here or accepted in the last minutes, as its author encoded it: what can
    /// be kept, and checked by others (`SignedGossipMessage`).
    public func encodedMessage(_ id: MessageID) -> [UInt8]? { router.encodedMessage(id) }

    /// The connected subscribers of a topic, in the order of their ids.
    public func subscribers(of topic: String) -> [PeerID] { router.subscribers(of: topic) }

    /// The score of a connected peer; 0 where there is none.
    public func score(of peer: PeerID) -> Double { router.score(of: peer) }

    /// What the router holds, for an inspector and for metrics.
    public func snapshot() -> GossipSnapshot { router.snapshot() }

    /// How much of what was published or passed on has not left yet: messages in the queues of peers, and
    /// peers that have not taken what was written to them. Falls to 0 while they read.
    public var unsentCount: Int { router.queuedMessageCount + links.backlogCount }

    /// Whether a peer should be given time to read before more is published, so that it misses nothing. One
    /// that reads too slowly is not waited for.
    public var isWaitingForPeers: Bool { links.isWaitingForPeers(now: clock) }

    // MARK: - Network

    /// The latest time that was passed in.
    public var now: Instant { clock }

    /// Our peer id.
    public var localPeer: PeerID { swarm.localPeer }

    /// Listens. Answered by `listening` once per address that it stands for, or by `listenFailed`.
    @discardableResult
    public mutating func listen(on address: Multiaddr) -> ListenerID { swarm.listen(on: address) }

    /// Dials, as `Swarm.dial` does; with `keep` again whenever the peer is gone, until `forget`.
    public mutating func dial(_ address: Multiaddr, keep: Bool, now: Instant) {
        clock = now
        swarm.dial(address, keep: keep, now: now)
    }

    /// The addresses that are being dialled, or are to be, as `Swarm.pendingDials`.
    public var pendingDials: [(address: Multiaddr, next: Instant?)] { swarm.pendingDials }

    /// Dials the address no more. A connection that it led to stays.
    public mutating func forget(_ address: Multiaddr) { swarm.forget(address) }

    /// Closes every connection of the peer, after what was written to it has left.
    public mutating func disconnect(_ peer: PeerID, now: Instant) {
        clock = now
        swarm.disconnect(peer, now: now)
    }

    /// Ends everything, after what was written has left. What waits in queues does not: see `unsentCount`.
    public mutating func shutdown(now: Instant) {
        clock = now
        swarm.shutdown(now: now)
    }

    /// Whether everything has ended after `shutdown`.
    public var isShutDown: Bool { swarm.isShutDown }

    /// The established connections, oldest first.
    public var connections: [ConnectionSummary] { swarm.connections }

    /// The connected peers, in the order of their ids.
    public var connectedPeers: [PeerID] { swarm.connectedPeers }

    /// Where we listen, without `/p2p`.
    public var listenAddresses: [Multiaddr] { swarm.listenAddresses }

    // MARK: - The program's own streams

    /// Tells a peer something on a stream of the program's own protocol, as `Swarm.tell` does.
    public mutating func tell(_ peer: PeerID, _ bytes: [UInt8], by identifier: String, now: Instant) {
        swarm.tell(peer, bytes, by: identifier, now: now)
    }

    /// Opens such a stream to a connected peer, as `Swarm.openStream` does. What happens to it is told by
    /// `PubSubEvent.network`.
    public mutating func openStream(
        to peer: PeerID,
        protocols: [String],
        now: Instant
    ) throws(SwarmError) -> StreamID {
        try swarm.openStream(to: peer, protocols: protocols, now: now)
    }

    /// Writes to one, as `Swarm.write` does; returns how many bytes were taken.
    public mutating func write(
        _ bytes: ArraySlice<UInt8>,
        to stream: StreamID,
        now: Instant
    ) throws(StreamError) -> Int {
        try swarm.write(bytes, to: stream, now: now)
    }

    /// Reads from one, as `Swarm.read` does.
    public mutating func read(_ stream: StreamID, maximum: Int, now: Instant) throws(StreamError) -> [UInt8] {
        try swarm.read(stream, maximum: maximum, now: now)
    }

    /// Closes our direction of one, after what was written.
    public mutating func closeWrite(_ stream: StreamID, now: Instant) { swarm.closeWrite(stream, now: now) }

    /// Ends one, as `Swarm.reset` does. No event follows.
    public mutating func reset(_ stream: StreamID, now: Instant) { swarm.reset(stream, now: now) }

    // MARK: - Outputs

    /// The next event, or `nil` when there is none.
    public mutating func pollEvent() -> PubSubEvent? {
        while true {
            if let output = router.pollOutput() {
                if let event = carryOut(output) { return event }
            } else if let next = links.nextReadable() {
                // Before the next event of the swarm, which may say that the peer is gone.
                read(next.stream, of: next.peer)
            } else if let event = swarm.pollEvent() {
                if let event = receive(event) { return event }
            } else {
                return nil
            }
        }
    }

    // MARK: - From the router

    /// Does what the router asks for; returns what is the program's.
    private mutating func carryOut(_ output: GossipOutput) -> PubSubEvent? {
        if case .send(let peer, let rpc) = output {
            links.append(rpc, to: peer)
            write(to: peer)
            return nil
        }
        swarm.carryOut(output, now: clock)
        return PubSubEvent(output)
    }

    /// Writes what waits for a peer, as far as its stream takes it.
    private mutating func write(to peer: PeerID) {
        links.write(to: peer, &swarm, now: clock)
        updateCongestion(of: peer)
    }

    private mutating func updateCongestion(of peer: PeerID) {
        router.receiveCongestion(peer, isCongested: links[peer]?.isCongested ?? true, now: clock)
    }

    // MARK: - From the swarm

    /// Takes what the swarm tells; returns what is the program's.
    private mutating func receive(_ event: SwarmEvent) -> PubSubEvent? {
        switch event {
        case .connected(let peer, _, let address, let direction):
            links.connect(peer, direction: direction, address: address.ipBytes, now: clock)
            openStreams()
        case .carrierChanged(let peer, _): renew(peer)
        case .disconnected(let peer, _):
            if links.disconnect(peer) { router.receivePeerDisconnected(peer, now: clock) }
        case .identified(let peer, let info):
            passRecord(of: peer)
            if links[peer]?.isRefused == true, info.protocols.contains(where: GossipRouter.protocols.contains)
            {
                renew(peer)
            }
        case .stream(let stream, let event):
            if receive(event, of: stream) { return nil }
        case .listening, .listenFailed, .listenerClosed, .dialFailed, .roundTrip: break
        }
        return .network(event)
    }

    /// Lets the router recommend the peer to others, once both the router and identify know it.
    private mutating func passRecord(of peer: PeerID) {
        if let record = swarm.signedRecord(of: peer) { router.receivePeerRecord(peer, envelope: record) }
    }

    // MARK: - Our streams

    /// Opens those whose time has come.
    private mutating func openStreams() {
        for peer in links.due(now: clock) {
            do throws(SwarmError) {
                let stream = try swarm.openStream(to: peer, protocols: GossipRouter.protocols, now: clock)
                links.receiveProposal(stream, to: peer)
            } catch {
                // A limit, or the connection is closing: the next attempt, or the disconnection, resolves it.
                receiveFailure(of: peer)
            }
        }
    }

    /// Moves our stream to the connection that carries the peer now, or opens it where the peer had refused
    /// it.
    ///
    /// What the last stream took leaves on it if its connection lives; if not, it is made good by gossip.
    private mutating func renew(_ peer: PeerID) {
        if let former = links.renew(peer, now: clock) { swarm.closeWrite(former, now: clock) }
        updateCongestion(of: peer)
        openStreams()
    }

    private mutating func receiveAgreement(_ stream: StreamID, _ version: GossipProtocol, of peer: PeerID) {
        switch links.receiveAgreement(stream, version, of: peer) {
        case .new?:
            guard let link = links[peer] else { return }
            router.receivePeerConnected(
                peer,
                version: version,
                direction: link.direction,
                address: link.address,
                now: clock
            )
            passRecord(of: peer)
        case .renewed?:
            router.receiveStreamRenewed(peer, now: clock)
            updateCongestion(of: peer)
        case nil: swarm.reset(stream, now: clock)
        }
    }

    private mutating func receiveFailure(of peer: PeerID) {
        links.receiveFailure(of: peer, now: clock)
        receiveLoss(of: peer)
    }

    /// A stream of ours is gone. Until there is another, what is meant for the peer waits; if it takes too
    /// long, the peer is none of gossip any more.
    private mutating func receiveLoss(of peer: PeerID) {
        if links.takeLoss(of: peer) {
            router.receivePeerDisconnected(peer, now: clock)
        } else {
            updateCongestion(of: peer)
        }
    }

    // MARK: - Streams

    /// Takes what happened to a stream; returns whether it is one of gossip.
    private mutating func receive(_ event: StreamEvent, of stream: StreamID) -> Bool {
        if case .opened(let peer, let identifier, let direction) = event {
            guard let version = GossipProtocol(identifier: identifier) else { return false }
            switch direction {
            case .outbound: receiveAgreement(stream, version, of: peer)
            case .inbound: receiveReader(stream, of: peer)
            }
            return true
        }
        guard let peer = links.owner(of: stream) else { return false }
        switch event {
        case .opened: break
        case .readable: links.receiveReadable(stream, of: peer, hasEnded: false)
        case .ended: links.receiveReadable(stream, of: peer, hasEnded: true)
        case .writable: write(to: peer)
        case .refused, .closed, .reset:
            links.receiveEnd(of: stream, now: clock, isRefusal: event == .refused)
            receiveLoss(of: peer)
            openStreams()
        }
        return true
    }

    private mutating func receiveReader(_ stream: StreamID, of peer: PeerID) {
        if let surplus = links.receiveReader(stream, of: peer) { reset(surplus) }
        // It gossips, although it had refused to hear us.
        if links[peer]?.isRefused == true { renew(peer) }
    }

    /// Reads once from a stream.
    private mutating func read(_ stream: StreamID, of peer: PeerID) {
        links.read(stream, of: peer, &swarm, now: clock)
        do throws(FrameError) {
            while let frame = try links.nextFrame(of: stream, of: peer) {
                if frame.isRenewal { router.receiveInboundStreamRenewed(peer, now: clock) }
                router.receiveRPC(frame.bytes, from: peer, now: clock)
            }
        } catch {
            // An RPC longer than the limit is announced.
            reset(stream)
            return
        }
        if links[peer]?.isReadToEnd(stream) == true { swarm.closeWrite(stream, now: clock) }
    }

    private mutating func reset(_ stream: StreamID) {
        swarm.reset(stream, now: clock)
        links.receiveEnd(of: stream, now: clock, isRefusal: false)
    }
}

/// What the driver calls; passed on to the swarm. Polling events is what moves the rest.
extension PubSub: TransportClient {
    /// Receives everything that is not bytes.
    public mutating func receive(_ input: TransportInput, now: Instant) {
        clock = now
        swarm.receive(input, now: now)
    }

    /// Receives bytes from a socket.
    public mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        clock = now
        swarm.receive(bytes, on: connection, now: now)
    }

    /// Does what is due.
    public mutating func handleTimeout(now: Instant) {
        clock = now
        if let deadline = swarm.nextDeadline, deadline <= now { swarm.handleTimeout(now: now) }
        if let deadline = router.nextDeadline, deadline <= now { router.handleTimeout(now: now) }
        openStreams()
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        let deadlines = [swarm.nextDeadline, router.nextDeadline, links.nextDeadline(after: clock)]
        return deadlines.compactMap { $0 }.min()
    }

    /// The next effect to carry out.
    public mutating func pollEffect() -> TransportEffect? { swarm.pollEffect() }

    /// Moves out what is ready for a socket.
    public mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        swarm.takeOutbound(connection, replacement: replacement)
    }
}
