import HearsayCollections
public import Net

/// Broadcasts messages to the peers of a topic: gossipsub 1.0 to 1.3, with floodsub as fallback.
///
/// The router knows peers and bytes only; streams and connections are the driver's. It reads no clock and is
/// never called back: after every call that changes it ("mutate, then drain to nil") the driver polls its
/// outputs until there are none, and calls `handleTimeout` at `nextDeadline`.
///
/// For each peer the driver reports `receivePeerConnected` once it can write to the peer's pub/sub stream,
/// and passes on the RPCs read from the peer only after that. Inside, a machine for each question is asked.
/// - Note: libp2p/specs, `pubsub/README.md` and `pubsub/gossipsub/gossipsub-v1.0.md` to `v1.3.md`.
public struct GossipRouter {
    /// The settings given at the start.
    public let configuration: GossipConfiguration

    private var random: SeededRandom
    private var heartbeats: HeartbeatClock
    private var overlay: Overlay
    private var validation: Validation
    private var exchange: GossipExchange
    private var publisher: Publisher
    private var outbound: Outbound
    private var rpcs = RPCCounters()
    /// Lost a moment ago; they may lack what was on its way.
    private var departed = ExpiringMap<PeerID, Bool, Instant>(limit: 1_000)

    /// As the public initializer makes it; it signs and checks messages its own way.
    package init(
        authenticator: MessageAuthenticator,
        configuration: GossipConfiguration = GossipConfiguration(),
        seed: [UInt8],
        initialSequenceNumber: UInt64,
        now: Instant
    ) {
        self.configuration = configuration
        random = SeededRandom(seed: seed)
        heartbeats = HeartbeatClock(configuration.gossip, now: now)
        overlay = Overlay(configuration, localPeer: authenticator.peerID, now: now)
        validation = Validation(authenticator, configuration)
        exchange = GossipExchange(configuration)
        publisher = Publisher(authenticator, configuration, sequenceNumber: initialSequenceNumber)
        outbound = Outbound(configuration)
    }

    // MARK: - Time and outputs

    /// When `handleTimeout` is to be called next.
    public var nextDeadline: Instant? { heartbeats.next }

    /// Does what is due by `now`.
    public mutating func handleTimeout(now: Instant) {
        if heartbeats.begin(now: now) { heartbeat(heartbeats.count, now: now) }
    }

    /// The next output, or `nil`. What goes to one peer is gathered until it is polled.
    public mutating func pollOutput() -> GossipOutput? { outbound.poll() }

    // MARK: - Peers

    /// The peer can be sent RPCs.
    ///
    /// - Parameters:
    ///   - peer: Whose stream it is. One that is connected already has reconnected.
    ///   - version: What was negotiated for the stream to the peer.
    ///   - direction: Who opened the connection. Of peers that we dialled a mesh keeps some (D_out).
    ///   - address: The peer's IP address, 4 or 16 bytes, for P6; empty when it is not known.
    public mutating func receivePeerConnected(
        _ peer: PeerID,
        version: GossipProtocol,
        direction: Direction,
        address: [UInt8],
        now: Instant
    ) {
        guard peer != publisher.localPeer else { return }
        receivePeerDisconnected(peer, now: now)
        let slot = overlay.connect(peer, version, direction, address: address)
        if departed.remove(peer) != nil { exchange.receiveReturn(of: slot) }
        outbound.add(slot, peer, overlay.hello(to: slot))
    }

    /// The peer's stream or its connection is gone.
    public mutating func receivePeerDisconnected(_ peer: PeerID, now: Instant) {
        guard let slot = overlay.slot(of: peer) else { return }
        departed.removeExpired(before: now)
        departed.set(true, for: peer, until: now + configuration.gossip.historyTime)
        overlay.disconnect(slot, now: now)
        exchange.remove(slot)
        outbound.remove(slot)
        carryOut()
    }

    /// Our stream to a connected peer was replaced by a new one: the old one was reset, or its connection
    /// silently dead.
    ///
    /// The peer keeps its score, its topics, its place in meshes and what waits for it. It is sent our
    /// subscriptions, GRAFT for each mesh it is in, and the ids of all it may have missed. Nobody is blamed
    /// for what was asked on the old stream.
    public mutating func receiveStreamRenewed(_ peer: PeerID, now: Instant) {
        guard let slot = overlay.slot(of: peer) else { return }
        exchange.renew(slot)
        outbound.begin(slot, overlay.hello(to: slot))
        overlay.renewOutbound(slot, now: now)
        carryOut()
    }

    /// The stream by which a connected peer sends was replaced by a newer one.
    ///
    /// A peer that names topics again has left the others, after three seconds; without names it keeps all.
    public mutating func receiveInboundStreamRenewed(_ peer: PeerID, now: Instant) {
        guard let slot = overlay.slot(of: peer) else { return }
        exchange.renew(slot)
        overlay.renewInbound(slot, now: now)
    }

    /// The driver says whether the peer keeps up with what it is sent. While it does not, what is meant for
    /// it waits in a bounded queue, and `pollOutput` has nothing for it.
    public mutating func receiveCongestion(_ peer: PeerID, isCongested: Bool, now: Instant) {
        if let slot = overlay.slot(of: peer) { outbound.setCongested(slot, isCongested) }
    }

    /// Identify has brought the peer's signed record: an envelope that peer exchange can pass on. One longer
    /// than `GossipLimits.maximumRecordBytes`, or of a peer that is not connected, is ignored.
    public mutating func receivePeerRecord(_ peer: PeerID, envelope: [UInt8]) {
        if let slot = overlay.slot(of: peer) { overlay.receiveRecord(envelope, of: slot) }
    }

    /// Sets what the application thinks of a connected peer (P5).
    public mutating func setApplicationScore(_ score: Double, of peer: PeerID) {
        if let slot = overlay.slot(of: peer) { overlay.setApplicationScore(score, of: slot) }
    }

    // MARK: - Topics

    /// Gives a topic settings of its own, before it is joined or published to; a name that is empty or too
    /// long is left alone. The settings stay until the router ends.
    public mutating func configure(_ topic: String, _ topicConfiguration: TopicConfiguration) {
        if let topic = overlay.ownTopic(topic) { overlay.configure(topic, topicConfiguration) }
    }

    /// Subscribes to the topic: its messages will be delivered, and a mesh is formed at once of the peers
    /// that are there.
    ///
    /// Joining twice changes nothing; a name that is empty or too long is left alone. Subscribers that are
    /// known already are told by `GossipOutput.subscribed`.
    public mutating func join(_ topic: String, now: Instant) {
        guard let topic = overlay.ownTopic(topic), !overlay[topic].isJoined else { return }
        overlay.join(topic, fanout: publisher.takeFanout(topic), now: now, using: &random)
        carryOut()
    }

    /// Leaves the topic; the peers of its mesh are told to wait before they graft us again, and so do we.
    public mutating func leave(_ topic: String, now: Instant) {
        guard let topic = overlay.joinedTopic(TopicName(topic)) else { return }
        overlay.leave(topic, now: now, using: &random)
        carryOut()
    }

    /// Publishes a message.
    ///
    /// It goes to every subscriber, or to the mesh alone, by `GossipParameters.floodsOwnMessages`. When
    /// nobody is there it is kept, within `GossipLimits.maximumHeldMessages`, and goes to the first
    /// subscriber that appears. `GossipOutput.sent` tells to how many peers it was handed.
    ///
    /// - Returns: Its id by the scheme of the topic.
    /// - Throws: `PublishError`; nothing is sent or kept then.
    public mutating func publish(
        _ data: [UInt8],
        to name: String,
        now: Instant
    ) throws(PublishError) -> MessageID {
        guard let topic = overlay.ownTopic(name) else { throw .invalidTopic }
        defer {
            overlay.forgetIfUnused(topic)
            carryOut()
        }
        let message = try publisher.message(data, in: overlay[topic])
        guard !validation.contains(message.id) else { throw .duplicate }
        let audience = overlay.audience(of: topic)
        let mesh = overlay.mesh(of: topic)
        let recipients = publisher.recipients(of: topic, audience, mesh: mesh, now: now, using: &random)
        if publisher.fanout(of: topic) != nil { overlay.setPublishedTo(topic, true) }
        try publisher.take(message, isKept: recipients.isEmpty)
        validation.receivePublished(message.id, now: now)
        exchange.receivePublished(message, topic: name, now: now)
        var peerCount = 0
        for recipient in recipients where send(.message(message), to: recipient) { peerCount += 1 }
        if !recipients.isEmpty { outbound.emit(.sent(message.id, topic: name, peerCount: peerCount)) }
        return message.id
    }

    /// The application's answer to `GossipOutput.validate`. An id that is not waiting is ignored.
    ///
    /// - Returns: Whether the message is accepted and can be shown: it is not delivered again.
    @discardableResult
    public mutating func receiveValidation(
        _ id: MessageID,
        _ outcome: ValidationOutcome,
        now: Instant
    ) -> Bool {
        guard let name = validation.pendingTopic(of: id), let topic = overlay.joinedTopic(name) else {
            validation.abandon(id)
            return false
        }
        switch validation.receiveAnswer(id, outcome, topic, overlay[topic]) {
        case .ignore: return false
        case .reject(let senders):
            for slot in senders.compactMap({ overlay.slot(of: $0) }) { overlay.addInvalid(slot, topic) }
            return false
        case .accept(let valid):
            accept(valid, topic, now: now)
            return true
        }
    }

    // MARK: - What comes from peers

    /// An RPC of the peer, without its length prefix. The bytes may be a slice of a buffer that is reused
    /// afterwards: what is kept of them is copied.
    public mutating func receiveRPC(_ bytes: ArraySlice<UInt8>, from peer: PeerID, now: Instant) {
        guard let slot = overlay.slot(of: peer), !overlay[slot].isDismissed else { return }
        rpcs.received += 1
        guard !overlay.isGraylisted(slot) else {
            rpcs.graylisted += 1
            return
        }
        defer { carryOut() }
        let rpc: RPC
        do {
            rpc = try RPCDecoder.decode(bytes, limits: configuration.limits)
        } catch {
            overlay.addPenalty(1, slot)
            return dismiss(slot, error)
        }
        overlay.receiveBeginning(of: rpc, from: slot, now: now)
        for change in rpc.subscriptions {
            overlay.receive(change, from: slot, now: now, using: &random)
            carryOut()
        }
        for message in rpc.messages { receiveMessage(message, from: slot, now: now) }
        if overlay[slot].version.hasMesh { receiveControl(rpc.control, from: slot, now: now) }
    }

    private mutating func receiveMessage(_ message: WireMessage, from slot: PeerSlot, now: Instant) {
        guard let name = message.topic, let topic = overlay.joinedTopic(TopicName(name)) else {
            return validation.receiveForeign()
        }
        switch validation.receive(message, topic, overlay[topic], from: overlay[slot].id, now: now) {
        case .reject: overlay.addInvalid(slot, topic)
        case .ignore: break
        case .drop(let id): exchange.receiveMessage(id, from: slot)
        case .copy(let id, let status):
            exchange.receiveCopy(id, from: slot)
            if status == .accepted { overlay.receiveCopy(id, from: slot, topic, now: now) }
            if status == .rejected { overlay.addInvalid(slot, topic) }
        case .ask(let valid):
            exchange.receiveNew(valid.message, from: slot, now: now)
            declineCopies(valid.message, topic, from: slot)
            outbound.emit(.validate(valid.message))
        case .accept(let valid):
            exchange.receiveNew(valid.message, from: slot, now: now)
            declineCopies(valid.message, topic, from: slot)
            outbound.emit(.deliver(valid.message))
            accept(valid, topic, now: now)
        }
    }

    /// Tells the mesh that no more copies of a large message are needed (IDONTWANT).
    private mutating func declineCopies(_ message: GossipMessage, _ topic: TopicSlot, from slot: PeerSlot) {
        guard exchange.isDeclined(message) else { return }
        for member in overlay.decliners(topic, except: slot) {
            send(.gossip(exchange.decline(message)), to: member)
        }
    }

    /// The message is valid: it goes on to others.
    private mutating func accept(_ valid: ValidMessage, _ topic: TopicSlot, now: Instant) {
        let takers = overlay.receiveAccepted(valid, topic, now: now)
        exchange.keep(valid.encoded)
        for taker in takers { send(.message(valid.encoded), to: taker) }
    }

    private mutating func receiveControl(_ control: ControlMessage, from slot: PeerSlot, now: Instant) {
        if !control.have.isEmpty, overlay.heedsGossip(slot) {
            let ours = control.have.filter { overlay.joinedTopic(TopicName($0.topic)) != nil }
            let peer = overlay[slot].id
            for entry in exchange.receiveHave(ours, slot, peer, now: now, using: &random, validation.contains)
            {
                send(.gossip(entry), to: slot)
            }
        }
        if !control.want.isEmpty, overlay.heedsGossip(slot) {
            for id in control.want.joined() {
                guard let message = exchange.receiveWant(id, from: slot) else { continue }
                if send(.message(message), to: slot) { exchange.countServed(message.id) }
            }
        }
        for name in control.graft {
            overlay.receiveGraft(name, from: slot, now: now, using: &random)
            carryOut()
        }
        for entry in control.prune { overlay.receivePrune(entry, from: slot, now: now, using: &random) }
        if !control.dontWant.isEmpty, overlay[slot].version >= .meshsub12 {
            let declined = exchange.receiveDontWant(control.dontWant, from: slot)
            exchange.countDontWant(outbound.decline(declined, by: slot, heartbeat: heartbeats.count))
        }
    }

    // MARK: - The heartbeat (specs `gossipsub-v1.0.md` "Heartbeat", `gossipsub-v1.1.md`)

    private mutating func heartbeat(_ heartbeat: UInt64, now: Instant) {
        validation.receiveHeartbeat(now: now)
        outbound.receiveHeartbeat(heartbeat)
        for slot in exchange.receiveHeartbeat(now: now) { overlay.addPenalty(1, slot) }
        overlay.receiveHeartbeat(heartbeat, now: now)
        carryOut()
        for topic in overlay.joined {
            overlay.maintainMesh(topic, heartbeat, now: now, using: &random)
            carryOut()
        }
        for topic in publisher.takeUnusedFanouts(among: overlay.topics, now: now) {
            overlay.setPublishedTo(topic, false)
            carryOut()
        }
        for topic in overlay.topics where exchange.hasGossip(overlay[topic].name) { gossip(topic, heartbeat) }
        exchange.endHeartbeat()
    }

    /// Tells peers outside the mesh, or outside the fanout, which messages we have.
    private mutating func gossip(_ topic: TopicSlot, _ heartbeat: UInt64) {
        guard let members = overlay.mesh(of: topic) ?? publisher.fanout(of: topic) else { return }
        let outside = overlay.outsiders(of: topic, members)
        let late = overlay.takeWaiting(topic)
        let name = overlay[topic].name
        for announcement in exchange.gossip(name, to: outside, late: late, heartbeat, using: &random) {
            for entry in announcement.entries { send(.gossip(entry), to: announcement.peer) }
        }
    }

    // MARK: - What follows

    /// Does what follows from changes of the overlay.
    private mutating func carryOut() {
        for action in overlay.takeActions() {
            switch action {
            case .emit(let output): outbound.emit(output)
            case .sendPlain(let field, let slot): send(.plain(field), to: slot)
            case .sendControl(let entry, let slot): send(.control(entry), to: slot)
            case .catchUp(let slot, let topic): catchUp(slot, topic)
            case .handOver(let topic, let slot): handOver(topic, to: slot)
            case .left(let slot, let topic): publisher.removeFromFanout(slot, topic)
            case .forget(let topic): validation.forget(topic)
            }
        }
    }

    /// Sends what was published to the topic while it had no subscriber.
    private mutating func handOver(_ topic: TopicSlot, to slot: PeerSlot) {
        for message in publisher.takeHeld(overlay[topic].name) {
            // From here on it can be asked for and is gossiped, like any other message.
            exchange.keep(message)
            let isSent = send(.message(message), to: slot)
            outbound.emit(.sent(message.id, topic: overlay[topic].text, peerCount: isSent ? 1 : 0))
        }
    }

    /// Tells the peer what it may have missed in a topic.
    private mutating func catchUp(_ slot: PeerSlot, _ topic: TopicSlot) {
        guard exchange.hasGossip, overlay.isGossipable(slot) else { return }
        switch exchange.catchUp(slot, overlay[topic].name, using: &random) {
        case .none: break
        case .later: overlay.wait(slot, topic)
        case .now(let entries): for entry in entries { send(.gossip(entry), to: slot) }
        }
    }

    /// Puts something into a peer's queue. Returns whether it will be sent.
    @discardableResult
    private mutating func send(_ part: OutboundPart, to slot: PeerSlot) -> Bool {
        switch outbound.send(part, to: slot) {
        case .waiting: return true
        case .declined: return false
        case .dropped:
            overlay.addDrop(slot)
            return false
        case .overfull:
            dismiss(slot, .unresponsive)
            return true
        }
    }

    /// Asks the driver, once, to close the peer's connection.
    private mutating func dismiss(_ slot: PeerSlot, _ violation: GossipViolation) {
        if overlay.dismiss(slot) { outbound.emit(.disconnect(overlay[slot].id, violation)) }
    }

    // MARK: - Queries

    /// Whether the topic is joined.
    public func isJoined(_ topic: String) -> Bool { overlay.joinedTopic(TopicName(topic)) != nil }

    /// The connected subscribers of a topic, in the order of their ids.
    public func subscribers(of topic: String) -> [PeerID] {
        overlay.topic(TopicName(topic)).map { overlay.ids(overlay[$0].subscribers).ordered() } ?? []
    }

    /// The members of our mesh of a topic, in no particular order; empty unless it is joined.
    public func meshPeers(of topic: String) -> [PeerID] {
        overlay.joinedTopic(TopicName(topic)).flatMap { overlay.mesh(of: $0) }.map { overlay.ids($0) } ?? []
    }

    /// The peer's score; 0 without scoring, for direct peers, and for peers that are not connected.
    public func score(of peer: PeerID) -> Double { overlay.slot(of: peer).map { overlay.score(of: $0) } ?? 0 }

    /// Messages, ours and others', that wait in the queues of peers.
    public var queuedMessageCount: Int { outbound.queuedMessageCount }

    /// The counters since the start.
    public var counters: GossipCounters {
        GossipCounters(overlay, validation, exchange, publisher, outbound, rpcs)
    }

    /// What the router holds now. Takes time in proportion to it, and none when it is not called.
    public func snapshot() -> GossipSnapshot {
        var snapshot = GossipSnapshot(overlay, validation, exchange, publisher, outbound)
        snapshot.heartbeats = heartbeats.count
        snapshot.counters = counters
        return snapshot
    }
}
