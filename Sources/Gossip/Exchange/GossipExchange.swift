import Net

/// The lazy push of messages: which ids are announced to whom (IHAVE), asked for (IWANT), served and declined
/// (IDONTWANT), within what quotas, and what peers have promised by announcing (specs `gossipsub-v1.0.md` to
/// `v1.2.md`).
struct GossipExchange {
    /// As many broken promises are excused by messages that came meanwhile.
    private static var maximumExcusedPromises: UInt8 { 10 }

    private let parameters: GossipParameters
    private let limits: GossipLimits

    private var cache = MessageCache()
    private var promises = PromiseTracker()
    private var traces: MessageTraces
    private var partners = SlotMap<PeerID, ExchangePartner>(vacant: ExchangePartner())
    private(set) var counters = ExchangeCounters()

    init(_ configuration: GossipConfiguration) {
        parameters = configuration.gossip
        limits = configuration.limits
        traces = MessageTraces(limit: limits.maximumTraces)
    }

    // MARK: - Messages

    /// The message can be asked for, and is gossiped, from now on.
    mutating func keep(_ message: EncodedMessage) {
        cache.put(message, maximumBytes: limits.maximumCacheBytes)
    }

    /// A message that can be asked for.
    func message(_ id: MessageID) -> EncodedMessage? { cache[id] }

    /// A message has come from a peer, for the first time or again: a promise is kept, no matter by whom, and
    /// a broken one of this peer is excused.
    ///
    /// An implementation that makes its message ids otherwise than we do, as rust-libp2p does by default,
    /// sends exactly what it was asked for, and we know it by another id.
    mutating func receiveMessage(_ id: MessageID, from slot: PeerSlot) {
        promises.fulfil(id)
        let excused = partners[slot].excusedPromises
        partners[slot].excusedPromises = min(excused + 1, Self.maximumExcusedPromises)
    }

    /// A message that was seen has come again.
    mutating func receiveCopy(_ id: MessageID, from slot: PeerSlot) {
        traces.repeated(id)
        receiveMessage(id, from: slot)
    }

    /// A message has come that was not seen before.
    mutating func receiveNew(_ message: GossipMessage, from slot: PeerSlot, now: Instant) {
        receiveMessage(message.id, from: slot)
        traces.begin(message.id, topic: message.topic, from: message.receivedFrom, now: now)
    }

    /// A message was published here.
    mutating func receivePublished(_ message: EncodedMessage, topic: String, now: Instant) {
        keep(message)
        traces.begin(message.id, topic: topic, from: nil, now: now)
    }

    /// Whether the message is so large that copies of it are declined (specs `gossipsub-v1.2.md`).
    func isDeclined(_ message: GossipMessage) -> Bool {
        message.data.count >= parameters.dontWantThresholdBytes
    }

    /// The IDONTWANT for one peer.
    mutating func decline(_ message: GossipMessage) -> [UInt8] {
        counters.dontWantSent += 1
        return RPCEncoder.dontWant(message.id)
    }

    // MARK: - IHAVE

    /// Whether there is anything to gossip at all.
    var hasGossip: Bool { cache.hasGossip }

    /// Whether there is anything to gossip in a topic.
    func hasGossip(_ topic: TopicName) -> Bool { cache.hasGossip(topic) }

    /// What is announced at a heartbeat (specs `gossipsub-v1.1.md`, "Adaptive Gossip Dissemination"): to
    /// random peers outside the mesh, to all of them whose turn it is, and to `late`.
    ///
    /// Each peer has its turn once in `historyGossip` heartbeats, as long as an id is gossiped. With
    /// `catchUp` it follows that no subscriber misses a message while it is connected: it is in the mesh when
    /// the message is forwarded, or it comes into the mesh later and catches up, or its turn comes. Random
    /// choice alone would leave some peers of a hub with many out every time.
    ///
    /// - Parameters:
    ///   - candidates: The peers outside the mesh that gossip may go to.
    ///   - late: Members of the mesh that wait to be told what they have missed.
    mutating func gossip(
        _ topic: TopicName,
        to candidates: [PeerSlot],
        late: [PeerSlot],
        _ heartbeat: UInt64,
        using random: inout SeededRandom
    ) -> [Announcement] {
        let ids = cache.gossipIDs(topic)
        guard !ids.isEmpty else { return [] }
        var candidates = candidates
        random.shuffle(&candidates)
        let period = UInt64(max(1, parameters.historyGossip))
        let due = candidates.filter { (heartbeat + UInt64($0.index)) % period == 0 }
        let others = candidates.filter { (heartbeat + UInt64($0.index)) % period != 0 }
        let target = max(parameters.lazyDegree, Int(parameters.factor * Double(candidates.count)))
        let chosen = due + others.prefix(max(0, target - due.count)) + late
        guard ids.count <= limits.maximumHaveLength else {
            return chosen.map { Announcement(peer: $0, entries: limitedEntries(topic, ids, using: &random)) }
        }
        let entries = encode(topic, ids)
        counters.haveSent += UInt64(ids.count * chosen.count)
        return chosen.map { Announcement(peer: $0, entries: entries) }
    }

    /// Tells a peer what it may have missed: the messages that were forwarded before it came into the mesh
    /// are not pushed to it any more, and gossip goes to peers outside the mesh.
    ///
    /// At once, as a rule. A peer that makes us do this again and again within a heartbeat waits for the next
    /// one.
    mutating func catchUp(_ slot: PeerSlot, _ topic: TopicName, using random: inout SeededRandom) -> CatchUp {
        guard partners[slot].quota.allowsCatchUp(limits) else { return .later }
        let ids = partners[slot].isReturning ? cache.ids(topic) : cache.gossipIDs(topic)
        guard !ids.isEmpty else { return .none }
        partners[slot].quota.countCatchUp(min(ids.count, limits.maximumHaveLength))
        return .now(limitedEntries(topic, ids, using: &random))
    }

    private mutating func limitedEntries(
        _ topic: TopicName,
        _ ids: [MessageID],
        using random: inout SeededRandom
    ) -> [[UInt8]] {
        var ids = ids
        if ids.count > limits.maximumHaveLength {
            random.shuffle(&ids)
            ids.removeLast(ids.count - limits.maximumHaveLength)
        }
        counters.haveSent += UInt64(ids.count)
        return encode(topic, ids)
    }

    private func encode(_ topic: TopicName, _ ids: [MessageID]) -> [[UInt8]] {
        // One entry is one RPC at worst, and receivers heed ten of them per heartbeat.
        let entries = RPCEncoder.have(topic, ids, maximumBytes: limits.outboundControlBytes)
        return Array(entries.prefix(max(1, limits.maximumHaveMessages - 2)))
    }

    /// A peer has announced messages of joined topics. Returns the entries of the IWANT to answer with.
    mutating func receiveHave(
        _ announced: [HaveEntry],
        _ slot: PeerSlot,
        _ peer: PeerID,
        now: Instant,
        using random: inout SeededRandom,
        _ isSeen: (MessageID) -> Bool
    ) -> [[UInt8]] {
        let room = partners[slot].quota.receiveHave(limits)
        guard room > 0 else { return [] }
        var wanted = unseen(announced, now: now, isSeen)
        guard !wanted.isEmpty else { return [] }
        random.shuffle(&wanted)
        if wanted.count > room { wanted.removeLast(wanted.count - room) }
        partners[slot].quota.countAsked(wanted.count)
        counters.wantSent += UInt64(wanted.count)
        for id in wanted { traces.ask(id, peer) }
        // One id of them all, at random: the peer cannot know which one it has to send.
        promises.add(
            wanted[0],
            peer: slot,
            deadline: now + parameters.wantFollowup,
            limit: limits.maximumPromises
        )
        return RPCEncoder.want(wanted, maximumBytes: limits.outboundControlBytes)
    }

    /// The announced ids that are new, each once.
    private mutating func unseen(
        _ announced: [HaveEntry],
        now: Instant,
        _ isSeen: (MessageID) -> Bool
    ) -> [MessageID] {
        var wanted: [MessageID] = []
        var known: Set<MessageID> = []
        for entry in announced {
            counters.haveReceived += UInt64(entry.messageIDs.count)
            for bytes in entry.messageIDs {
                let id = MessageID(bytes: Array(bytes))
                traces.announce(id, now: now)
                if !isSeen(id), known.insert(id).inserted { wanted.append(id) }
            }
        }
        return wanted
    }

    // MARK: - IWANT and IDONTWANT

    /// The message that a peer asks for; nil when it is not there any more or was sent to it often enough.
    mutating func receiveWant(_ bytes: ArraySlice<UInt8>, from slot: PeerSlot) -> EncodedMessage? {
        counters.wantReceived += 1
        let id = MessageID(bytes: Array(bytes))
        guard let message = cache[id] else { return nil }
        let served = partners[slot].served[id] ?? 0
        guard served < parameters.retransmissionLimit else { return nil }
        partners[slot].served[id] = served + 1
        return message
    }

    /// The message that was asked for will be sent.
    mutating func countServed(_ id: MessageID) {
        counters.retransmitted += 1
        traces.serve(id)
    }

    /// The ids that a peer declines, as far as they are heeded.
    mutating func receiveDontWant(
        _ declined: [[ArraySlice<UInt8>]],
        from slot: PeerSlot
    ) -> [MessageID] {
        let heeded = partners[slot].quota.receiveDontWant(limits)
        return declined.joined().prefix(heeded).map { MessageID(bytes: Array($0)) }
    }

    /// As many ids that a peer declines were taken down.
    mutating func countDontWant(_ count: Int) {
        counters.dontWantReceived += UInt64(count)
    }

    // MARK: - Peers and time

    /// A stream to or from the peer was replaced, and what was asked or answered on it may be lost: it has
    /// promised nothing, and can be asked again.
    mutating func renew(_ slot: PeerSlot) {
        promises.forget(slot)
        partners[slot].isReturning = true
    }

    /// The peer has come back soon after its connection was lost, and with it what was on its way.
    mutating func receiveReturn(of slot: PeerSlot) {
        partners[slot].isReturning = true
    }

    /// The peer is gone, and with it what it has promised.
    mutating func remove(_ slot: PeerSlot) {
        promises.forget(slot)
        partners.remove(slot)
    }

    /// Begins new quotas. Returns the peers that have broken a promise, once per broken promise.
    mutating func receiveHeartbeat(now: Instant) -> [PeerSlot] {
        let cache = cache
        partners.updateEach { partner in
            partner.quota = HeartbeatQuota()
            if !partner.served.isEmpty { partner.served = partner.served.filter { cache.contains($0.key) } }
        }
        let broken = promises.takeBroken(before: now).filter { slot in
            guard partners[slot].excusedPromises > 0 else { return true }
            partners[slot].excusedPromises -= 1
            return false
        }
        counters.brokenPromises += UInt64(broken.count)
        return broken
    }

    /// The heartbeat is over: the oldest messages are forgotten.
    mutating func endHeartbeat() {
        cache.shift(historyLength: parameters.historyLength, historyGossip: parameters.historyGossip)
    }

    // MARK: - Queries

    /// The ways of the latest messages.
    var messageTraces: [MessageTrace] { traces.all }
    var cachedMessageCount: Int { cache.count }
    var cachedBytes: Int { cache.bytes }
    var promiseCount: Int { promises.count }
}
