import Net

/// Which topics there are, which of them are ours, and which peers are in them.
///
/// A topic is known while it is ours or a peer is in it; what peers can make us know of is limited.
struct Subscriptions {
    /// How long the rest of a hello is waited for that comes in several RPCs.
    private static var helloInterval: Interval { .seconds(3) }

    private let topicDefaults: TopicConfiguration
    private let filter: SubscriptionFilter
    private let maximumTopicBytes: Int
    private let maximumTopicsPerPeer: Int
    private let maximumForeignTopics: Int

    private var topics = SlotTable<TopicName, GossipTopic>()
    private var peers = SlotMap<PeerID, PeerTopics>(vacant: PeerTopics())
    /// The peers whose hello is awaited.
    private var renewed = SlotSet<PeerID>()
    /// The joined topics, in the order they were joined.
    private(set) var joined: [TopicSlot] = []
    /// Topics that are known from peers alone.
    private(set) var foreignTopicCount = 0

    init(_ configuration: GossipConfiguration) {
        topicDefaults = configuration.topicDefaults
        filter = configuration.subscriptionFilter
        maximumTopicBytes = configuration.limits.maximumTopicBytes
        maximumTopicsPerPeer = configuration.limits.maximumTopicsPerPeer
        maximumForeignTopics = configuration.limits.maximumForeignTopics
    }

    // MARK: - Queries

    subscript(topic: TopicSlot) -> GossipTopic {
        _read { yield topics[topic] }
    }

    /// All topics. The order depends on the calls alone.
    var slots: [TopicSlot] { topics.slots }

    func slot(of name: TopicName) -> TopicSlot? {
        topics.slot(of: name)
    }

    /// The topic of that name, if it is joined.
    func joinedSlot(of name: TopicName) -> TopicSlot? {
        topics.slot(of: name).flatMap { topics[$0].isJoined ? $0 : nil }
    }

    func contains(_ peer: PeerSlot, _ topic: TopicSlot) -> Bool {
        topics[topic].subscribers.contains(peer)
    }

    /// The topics of a peer.
    func topics(of peer: PeerSlot) -> SlotSet<TopicName> {
        peers[peer].topics
    }

    // MARK: - Our own topics

    /// The slot of a name that is a topic; nil when it is empty or too long. A new topic counts as foreign
    /// until it is used.
    mutating func ownSlot(_ topic: String) -> TopicSlot? {
        let length = topic.utf8.count
        guard length > 0, length <= maximumTopicBytes else { return nil }
        let name = TopicName(topic)
        return topics.slot(of: name) ?? insert(name, text: topic)
    }

    mutating func configure(_ topic: TopicSlot, _ configuration: TopicConfiguration) {
        topics[topic].configuration = configuration
        updateOwnership(topic, topics[topic].uses.union(.configured))
    }

    /// Joins a topic that is not joined.
    mutating func join(_ topic: TopicSlot) {
        topics[topic].wasJoined = true
        joined.append(topic)
        updateOwnership(topic, topics[topic].uses.union(.joined).subtracting(.publishedTo))
    }

    mutating func leave(_ topic: TopicSlot) {
        joined.removeAll { $0 == topic }
        updateOwnership(topic, topics[topic].uses.subtracting(.joined))
    }

    /// The topic is, or is no longer, published to without being joined.
    mutating func setPublishedTo(_ topic: TopicSlot, _ isPublishedTo: Bool) {
        let uses = topics[topic].uses
        updateOwnership(topic, isPublishedTo ? uses.union(.publishedTo) : uses.subtracting(.publishedTo))
    }

    /// Whether nobody is in the topic and we do not use it.
    func isUnused(_ topic: TopicSlot) -> Bool {
        !topics[topic].isOwn && topics[topic].subscribers.isEmpty
    }

    /// Forgets a topic that is not used.
    mutating func forget(_ topic: TopicSlot) {
        topics.remove(topic, key: topics[topic].name)
        foreignTopicCount -= 1
    }

    // MARK: - Peers

    /// A peer joins or leaves a topic. Returns the topic's slot if that changes anything: not if the peer may
    /// not be in it.
    mutating func receive(_ change: SubscriptionChange, from peer: PeerSlot) -> TopicSlot? {
        if change.isSubscribe { return add(peer, to: change.topic) }
        guard let topic = topics.slot(of: TopicName(change.topic)), remove(peer, from: topic) else {
            return nil
        }
        return topic
    }

    /// The peer is gone. Returns the topics that it was in.
    mutating func forget(_ peer: PeerSlot) -> [TopicSlot] {
        let left = peers[peer].topics.elements
        for topic in left { topics[topic].subscribers.remove(peer) }
        peers.remove(peer)
        renewed.remove(peer)
        return left
    }

    private mutating func add(_ peer: PeerSlot, to name: ArraySlice<UInt8>) -> TopicSlot? {
        guard let topic = acceptedTopic(name, for: peer), topics[topic].subscribers.insert(peer) else {
            return nil
        }
        peers[peer].insert(topic)
        if !topics[topic].isOwn { peers[peer].foreignCount += 1 }
        return topic
    }

    private mutating func remove(_ peer: PeerSlot, from topic: TopicSlot) -> Bool {
        guard topics[topic].subscribers.remove(peer) else { return false }
        peers[peer].remove(topic)
        if !topics[topic].isOwn { peers[peer].foreignCount -= 1 }
        return true
    }

    /// A newer stream of the peer has taken the place of the one by which it named its topics. If it names
    /// them again, those that it leaves out are no longer its own.
    mutating func renewInbound(_ peer: PeerSlot) {
        peers[peer].renew()
        renewed.insert(peer)
    }

    /// An RPC has come, with these changes or without any: perhaps the hello of a new stream.
    mutating func receiveHello(_ changes: [SubscriptionChange], from peer: PeerSlot, now: Instant) {
        guard renewed.contains(peer) else { return }
        let named = changes.filter { $0.isSubscribe }.compactMap { topics.slot(of: TopicName($0.topic)) }
        let isNaming = changes.contains { $0.isSubscribe }
        peers[peer].receive(named, isNaming: isNaming, until: now + Self.helloInterval)
    }

    /// The topics that peers have left by not naming them in a complete hello.
    mutating func takeUnconfirmed(now: Instant) -> [(peer: PeerSlot, topic: TopicSlot)] {
        var left: [(peer: PeerSlot, topic: TopicSlot)] = []
        for peer in renewed.elements {
            for topic in peers[peer].takeUnconfirmed(now: now) where remove(peer, from: topic) {
                left.append((peer: peer, topic: topic))
            }
            if peers[peer].hello == .complete { renewed.remove(peer) }
        }
        return left
    }

    // MARK: - Limits

    /// The slot of a topic the peer may be in; nil when the name is no topic, the filter is against it, or
    /// the peer is in too many. Topics of ours are never crowded out by foreign ones.
    private mutating func acceptedTopic(_ bytes: ArraySlice<UInt8>, for peer: PeerSlot) -> TopicSlot? {
        guard !bytes.isEmpty, bytes.count <= maximumTopicBytes else { return nil }
        let name = TopicName(bytes)
        let known = topics.slot(of: name)
        if let known, topics[known].isOwn { return known }
        guard peers[peer].foreignCount < maximumTopicsPerPeer, passesFilter(name) else { return nil }
        if let known { return known }
        guard foreignTopicCount < maximumForeignTopics, let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return insert(name, text: text)
    }

    private func passesFilter(_ name: TopicName) -> Bool {
        switch filter {
        case .any: return true
        case .prefixes(let prefixes): return prefixes.contains { name.utf8[...].starts(with: Array($0.utf8)) }
        case .ownTopics: return false
        }
    }

    private mutating func insert(_ name: TopicName, text: String) -> TopicSlot {
        foreignTopicCount += 1
        return topics.insert(GossipTopic(name: name, text: text, configuration: topicDefaults), for: name)
    }

    /// Changes what the topic is used for, and with it whom it counts against.
    private mutating func updateOwnership(_ topic: TopicSlot, _ uses: TopicUses) {
        let wasOwn = topics[topic].isOwn
        topics[topic].uses = uses
        guard topics[topic].isOwn != wasOwn else { return }
        let change = wasOwn ? 1 : -1
        foreignTopicCount += change
        for subscriber in topics[topic].subscribers { peers[subscriber].foreignCount += change }
    }
}
