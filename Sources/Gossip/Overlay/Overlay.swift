import HearsayCollections
import Net

/// The network as seen from here: which peers are connected, in which topics and meshes, with which scores.
///
/// After every call that changes it, its actions are to be taken and carried out ("mutate, then drain").
struct Overlay {
    private var peers: PeerTable
    private var subscriptions: Subscriptions
    private var meshes: Meshes
    private var scores: Scores
    private var peerExchange: PeerExchange
    private var actions: [OverlayAction] = []

    init(_ configuration: GossipConfiguration, localPeer: PeerID, now: Instant) {
        peers = PeerTable(configuration, localPeer: localPeer)
        subscriptions = Subscriptions(configuration)
        meshes = Meshes(configuration)
        scores = Scores(configuration, now: now)
        peerExchange = PeerExchange(configuration, localPeer: localPeer)
    }

    /// What is to be done, in order; empty when there is nothing.
    mutating func takeActions() -> [OverlayAction] {
        guard !actions.isEmpty else { return [] }
        defer { actions = [] }
        return actions
    }

    // MARK: - Peers

    /// A connected peer.
    subscript(slot: PeerSlot) -> GossipPeer { _read { yield peers[slot] } }

    func slot(of peer: PeerID) -> PeerSlot? { peers.slot(of: peer) }

    mutating func connect(
        _ peer: PeerID,
        _ version: GossipProtocol,
        _ direction: Direction,
        address: [UInt8]
    ) -> PeerSlot {
        let slot = peers.insert(peer, version, direction)
        scores.add(slot, peer, address: address, isDirect: peers[slot].isDirect)
        return slot
    }

    mutating func disconnect(_ slot: PeerSlot, now: Instant) {
        for topic in subscriptions.forget(slot) { receiveLeft(slot, topic) }
        scores.remove(slot, peers[slot].id, now: now)
        peerExchange.remove(slot)
        peers.remove(slot)
    }

    /// Our stream to the peer was replaced: it is told in all our topics what it may have missed.
    mutating func renewOutbound(_ slot: PeerSlot, now: Instant) {
        scores.renew(slot, now: now)
        for topic in subscriptions.topics(of: slot) where subscriptions[topic].isJoined {
            actions.append(.catchUp(slot, topic))
        }
    }

    /// The peer's stream to us was replaced.
    mutating func renewInbound(_ slot: PeerSlot, now: Instant) {
        scores.renew(slot, now: now)
        peers.renewInbound(slot)
        subscriptions.renewInbound(slot)
    }

    /// What goes first on a stream to the peer.
    func hello(to slot: PeerSlot) -> Hello { Hello(to: slot, peers, subscriptions, meshes) }

    mutating func receiveRecord(_ envelope: [UInt8], of slot: PeerSlot) {
        peerExchange.receiveRecord(envelope, of: slot)
    }

    /// The peer's connection is to be closed; its input is ignored. Returns whether that is new.
    mutating func dismiss(_ slot: PeerSlot) -> Bool { peers.dismiss(slot) }

    /// An RPC of the peer has come: the first one of a stream has its extensions in it, and its hello.
    mutating func receiveBeginning(of rpc: RPC, from slot: PeerSlot, now: Instant) {
        let verdict = peers.receiveExtensions(in: rpc.control, from: slot)
        if verdict.penalty > 0 { scores.addPenalty(verdict.penalty, slot) }
        if verdict.isAnswered { actions.append(.sendPlain(RPCEncoder.testExtension, to: slot)) }
        subscriptions.receiveHello(rpc.subscriptions, from: slot, now: now)
    }

    // MARK: - Our topics

    /// A known topic.
    subscript(topic: TopicSlot) -> GossipTopic { _read { yield subscriptions[topic] } }

    /// All topics. The order depends on the calls alone.
    var topics: [TopicSlot] { subscriptions.slots }

    /// The joined topics, in the order they were joined.
    var joined: [TopicSlot] { subscriptions.joined }

    func topic(_ name: TopicName) -> TopicSlot? { subscriptions.slot(of: name) }

    func joinedTopic(_ name: TopicName) -> TopicSlot? { subscriptions.joinedSlot(of: name) }

    /// The slot of a topic that is to be used here; nil when the name is empty or too long.
    mutating func ownTopic(_ name: String) -> TopicSlot? { subscriptions.ownSlot(name) }

    mutating func configure(_ topic: TopicSlot, _ configuration: TopicConfiguration) {
        subscriptions.configure(topic, configuration)
        if subscriptions[topic].wasJoined { scores.setParameters(configuration.scoring, of: topic) }
    }

    /// Joins a topic that is not joined.
    ///
    /// - Parameter fanout: The peers that it was published to until now.
    mutating func join(
        _ topic: TopicSlot,
        fanout: SlotSet<PeerID>,
        now: Instant,
        using random: inout SeededRandom
    ) {
        subscriptions.join(topic)
        scores.setParameters(subscriptions[topic].configuration.scoring, of: topic)
        announce(topic, isSubscribe: true)
        for subscriber in subscriptions[topic].subscribers {
            actions.append(.emit(.subscribed(peers[subscriber].id, topic: subscriptions[topic].text)))
        }
        let subscribers = subscriptions[topic].subscribers
        let decisions = meshes.join(
            topic,
            fanout: fanout,
            among: subscribers,
            peers,
            &scores,
            now: now,
            using: &random
        )
        carryOut(decisions, topic, now: now, using: &random)
    }

    mutating func leave(_ topic: TopicSlot, now: Instant, using random: inout SeededRandom) {
        announce(topic, isSubscribe: false)
        carryOut(meshes.leave(topic, peers, now: now), topic, now: now, using: &random)
        subscriptions.leave(topic)
    }

    /// The topic has a fanout, or has none any more.
    mutating func setPublishedTo(_ topic: TopicSlot, _ isPublishedTo: Bool) {
        subscriptions.setPublishedTo(topic, isPublishedTo)
        if !isPublishedTo { forgetIfUnused(topic) }
    }

    /// Frees a topic without users.
    mutating func forgetIfUnused(_ topic: TopicSlot) {
        guard subscriptions.isUnused(topic), !meshes.hasBackoffs(topic) else { return }
        if subscriptions[topic].wasJoined { scores.forget(topic) }
        meshes.forget(topic)
        subscriptions.forget(topic)
        actions.append(.forget(topic))
    }

    private mutating func announce(_ topic: TopicSlot, isSubscribe: Bool) {
        let field = RPCEncoder.subscription(subscriptions[topic].name, isSubscribe: isSubscribe)
        for slot in peers.slots { actions.append(.sendPlain(field, to: slot)) }
    }

    // MARK: - What peers say

    mutating func receive(
        _ change: SubscriptionChange,
        from slot: PeerSlot,
        now: Instant,
        using random: inout SeededRandom
    ) {
        guard let topic = subscriptions.receive(change, from: slot) else { return }
        guard change.isSubscribe else { return receiveLeft(slot, topic) }
        let isJoined = subscriptions[topic].isJoined
        if isJoined { actions.append(.emit(.subscribed(peers[slot].id, topic: subscriptions[topic].text))) }
        if Audience.includes(slot, peers, &scores) { actions.append(.handOver(topic, to: slot)) }
        if isJoined {
            let decisions = meshes.receiveSubscriber(slot, topic, peers, &scores, now: now)
            carryOut(decisions, topic, now: now, using: &random)
        }
    }

    mutating func receiveGraft(
        _ name: ArraySlice<UInt8>,
        from slot: PeerSlot,
        now: Instant,
        using random: inout SeededRandom
    ) {
        meshes.countGraft()
        // A topic that is not ours gets no answer, so that novel topics cost nothing.
        guard let topic = subscriptions.joinedSlot(of: TopicName(name)), subscriptions.contains(slot, topic)
        else {
            return
        }
        carryOut(meshes.receiveGraft(slot, topic, peers, &scores, now: now), topic, now: now, using: &random)
    }

    mutating func receivePrune(
        _ entry: PruneEntry,
        from slot: PeerSlot,
        now: Instant,
        using random: inout SeededRandom
    ) {
        meshes.countPrune()
        guard let topic = subscriptions.joinedSlot(of: TopicName(entry.topic)) else { return }
        let peer = peers[slot].id
        let decisions = meshes.receivePrune(slot, peer, topic, seconds: entry.backoffSeconds, now: now)
        carryOut(decisions, topic, now: now, using: &random)
        guard !entry.peers.isEmpty, scores.allowsExchange(slot) else { return }
        for (peer, record) in peerExchange.accept(entry.peers, peers: peers) {
            actions.append(.emit(.connect(peer, signedRecord: record)))
        }
    }

    private mutating func receiveLeft(_ slot: PeerSlot, _ topic: TopicSlot) {
        if meshes.remove(slot, from: topic) { receiveRemoved(slot, topic) }
        actions.append(.left(slot, topic))
        if subscriptions[topic].isJoined {
            actions.append(.emit(.unsubscribed(peers[slot].id, topic: subscriptions[topic].text)))
        }
        forgetIfUnused(topic)
    }

    // MARK: - The heartbeat

    /// Drops what has expired, and lets scores decay.
    mutating func receiveHeartbeat(_ heartbeat: UInt64, now: Instant) {
        for topic in subscriptions.slots where meshes.removeExpiredBackoffs(topic, now: now) {
            forgetIfUnused(topic)
        }
        for (slot, topic) in subscriptions.takeUnconfirmed(now: now) { receiveLeft(slot, topic) }
        scores.receiveHeartbeat(now: now)
        for peer in peers.directPeersToDial(heartbeat) { actions.append(.emit(.reconnect(peer))) }
    }

    /// Brings the mesh of a joined topic back into its bounds.
    mutating func maintainMesh(
        _ topic: TopicSlot,
        _ heartbeat: UInt64,
        now: Instant,
        using random: inout SeededRandom
    ) {
        let subscribers = subscriptions[topic].subscribers
        let decisions = meshes.maintain(
            topic,
            among: subscribers,
            peers,
            &scores,
            heartbeat,
            now: now,
            using: &random
        )
        carryOut(decisions, topic, now: now, using: &random)
    }

    // MARK: - What a mesh has decided

    private mutating func carryOut(
        _ decisions: [MeshAction],
        _ topic: TopicSlot,
        now: Instant,
        using random: inout SeededRandom
    ) {
        for decision in decisions {
            switch decision {
            case .add(let slot):
                scores.graft(slot, topic, now: now)
                actions.append(.catchUp(slot, topic))
                actions.append(.emit(.grafted(peers[slot].id, topic: subscriptions[topic].text)))
            case .remove(let slot): receiveRemoved(slot, topic)
            case .sendGraft(let slot):
                actions.append(.sendControl(RPCEncoder.graft(subscriptions[topic].name), to: slot))
            case .sendPrune(let slot, let backoff, let exchangesPeers):
                sendPrune(slot, topic, backoff, exchangesPeers, using: &random)
            case .penalize(let slot, let count): scores.addPenalty(count, slot)
            }
        }
    }

    private mutating func receiveRemoved(_ slot: PeerSlot, _ topic: TopicSlot) {
        scores.prune(slot, topic)
        actions.append(.emit(.pruned(peers[slot].id, topic: subscriptions[topic].text)))
    }

    private mutating func sendPrune(
        _ slot: PeerSlot,
        _ topic: TopicSlot,
        _ backoff: Interval,
        _ exchangesPeers: Bool,
        using random: inout SeededRandom
    ) {
        let knowsBackoff = peers[slot].version >= .meshsub11  // A peer of v1.0 knows no offers either.
        let offered = exchangesPeers && knowsBackoff ? recommended(to: slot, topic, using: &random) : []
        // Rounded up: the peer must not come back too early.
        let seconds = UInt64(max(0, (backoff + .milliseconds(999)).milliseconds / 1_000))
        let name = subscriptions[topic].name
        let entry = RPCEncoder.prune(name, backoffSeconds: knowsBackoff ? seconds : nil, peers: offered)
        actions.append(.sendControl(entry, to: slot))
    }

    /// The peers that a PRUNE recommends. Not inlined: the optimizer of Swift 6.3.1 (Embedded) stops.
    @inline(never)
    private mutating func recommended(
        to slot: PeerSlot,
        _ topic: TopicSlot,
        using random: inout SeededRandom
    ) -> [ExchangedPeer] {
        var good: [PeerSlot] = []
        for candidate in peerExchange.candidates(among: subscriptions[topic].subscribers, for: slot)
        where scores.total(of: candidate) >= 0 { good.append(candidate) }
        return peerExchange.offer(good, peers: peers, using: &random)
    }

    // MARK: - Whom messages go to

    /// The peers that a message published here may go to.
    mutating func audience(of topic: TopicSlot) -> Audience {
        Audience(subscriptions[topic].subscribers, peers, &scores)
    }

    /// Whether messages published here go to the peer.
    mutating func isPublishable(_ slot: PeerSlot) -> Bool { Audience.includes(slot, peers, &scores) }

    /// Our mesh of a topic; nil when it is not joined.
    func mesh(of topic: TopicSlot) -> SlotSet<PeerID>? {
        subscriptions[topic].isJoined ? meshes.members(of: topic) : nil
    }

    /// The members of the mesh, but one, that can be told which messages are not needed (v1.2).
    func decliners(_ topic: TopicSlot, except slot: PeerSlot) -> [PeerSlot] {
        meshes.members(of: topic).filter { $0 != slot && peers[$0].version >= .meshsub12 }
    }

    /// Credits a valid message's senders. Returns the peers that it goes on to: the mesh, direct and floodsub
    /// peers, but those that know it.
    mutating func receiveAccepted(_ valid: ValidMessage, _ topic: TopicSlot, now: Instant) -> [PeerSlot] {
        let members = meshes.members(of: topic)
        scores.receiveAccepted(valid, topic, members: members, peers: peers, now: now)
        var takers: [PeerSlot] = []
        for slot in subscriptions[topic].subscribers {
            let isFlooded = peers[slot].isDirect || !peers[slot].version.hasMesh && isPublishable(slot)
            let isTaker = members.contains(slot) || isFlooded
            if isTaker, !valid.isKnown(to: peers[slot].id) { takers.append(slot) }
        }
        return takers
    }

    /// The subscribers that are not among `members` and that gossip may go to.
    mutating func outsiders(of topic: TopicSlot, _ members: SlotSet<PeerID>) -> [PeerSlot] {
        var outsiders: [PeerSlot] = []
        for slot in subscriptions[topic].subscribers
        where !members.contains(slot) && isGossipable(slot) { outsiders.append(slot) }
        return outsiders
    }

    /// Whether gossip may go to the peer.
    mutating func isGossipable(_ slot: PeerSlot) -> Bool {
        !peers[slot].isDirect && peers[slot].version.hasMesh && scores.allowsGossip(slot)
    }

    /// The member is told at the next heartbeat what it may have missed.
    mutating func wait(_ slot: PeerSlot, _ topic: TopicSlot) { meshes.wait(slot, topic) }

    /// The members that are told now.
    mutating func takeWaiting(_ topic: TopicSlot) -> [PeerSlot] {
        var members: [PeerSlot] = []
        for slot in meshes.takeWaiting(topic)
        where meshes.contains(slot, topic) && isGossipable(slot) { members.append(slot) }
        return members
    }

    // MARK: - Standing

    /// Whether what the peer sends is read.
    mutating func isGraylisted(_ slot: PeerSlot) -> Bool { scores.isGraylisted(slot) }

    /// Whether gossip from the peer is processed.
    mutating func heedsGossip(_ slot: PeerSlot) -> Bool { scores.allowsGossip(slot) }

    mutating func addInvalid(_ slot: PeerSlot, _ topic: TopicSlot) { scores.addInvalid(slot, topic) }

    mutating func addPenalty(_ count: Double, _ slot: PeerSlot) { scores.addPenalty(count, slot) }

    mutating func addDrop(_ slot: PeerSlot) { scores.addDrop(slot) }

    mutating func setApplicationScore(_ score: Double, of slot: PeerSlot) {
        scores.setApplicationScore(score, of: slot)
    }

    /// A copy of an accepted message has come.
    mutating func receiveCopy(_ id: MessageID, from slot: PeerSlot, _ topic: TopicSlot, now: Instant) {
        scores.receiveCopy(id, from: slot, peers[slot].id, topic, now: now)
    }

    // MARK: - Queries

    var meshCounters: MeshCounters { meshes.counters }
    var foreignTopicCount: Int { subscriptions.foreignTopicCount }
    var retainedScoreCount: Int { scores.retainedCount }
    var slots: [PeerSlot] { peers.slots }

    func score(of slot: PeerSlot) -> Double { scores.components(of: slot).total }

    func ids(_ slots: SlotSet<PeerID>) -> [PeerID] { slots.map { peers[$0].id } }

    func snapshot(_ topic: TopicSlot, fanout: SlotSet<PeerID>?) -> TopicSnapshot {
        TopicSnapshot(
            topic: subscriptions[topic].text,
            isJoined: subscriptions[topic].isJoined,
            mesh: ids(meshes.members(of: topic)).ordered(),
            fanout: ids(fanout ?? SlotSet()).ordered(),
            subscriberCount: subscriptions[topic].subscribers.count,
            backoffs: meshes.backoffs(of: topic)
        )
    }

    /// What is known of a peer here; what waits for it is left out.
    func snapshot(_ slot: PeerSlot) -> PeerSnapshot {
        let topics = subscriptions.topics(of: slot).map { subscriptions[$0] }.ordered { $0.name < $1.name }
        return PeerSnapshot(
            peer: peers[slot].id,
            version: peers[slot].version,
            isDirect: peers[slot].isDirect,
            score: scores.components(of: slot),
            penalties: scores.penalties(of: slot),
            topics: topics.map { $0.text }
        )
    }
}
