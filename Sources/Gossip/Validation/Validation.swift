import HearsayCollections
import Net

/// Whether a message is new, well-formed, its author's, and valid: the checks in go's order (policy, seen,
/// signature, self-origin, replay, the application).
struct Validation {
    /// As many messages are remembered whose signature we cannot check. Few: nobody has to sign anything to
    /// add to them.
    private static var maximumUncheckedMessages: Int { 1_024 }

    private let authenticator: MessageAuthenticator
    private let maximumMessageBytes: Int
    private let maximumPendingValidations: Int
    private let maximumPendingSenders: Int
    private let seenLifetime: Interval

    /// The messages seen lately, counted from the first sight (specs `gossipsub-v1.0.md`, "seen").
    private var seen: ExpiringMap<MessageID, SeenStatus, Instant>
    /// Seen too, apart from the others, so that what nobody has signed cannot push out what somebody has.
    private var unchecked = ExpiringMap<MessageID, SeenStatus, Instant>(limit: maximumUncheckedMessages)
    private var pending = PendingValidations()
    private var replays: SlotMap<TopicName, ReplayGuard>
    private(set) var counters = ValidationCounters()

    init(_ authenticator: MessageAuthenticator, _ configuration: GossipConfiguration) {
        self.authenticator = authenticator
        maximumMessageBytes = configuration.limits.maximumMessageBytes
        maximumPendingValidations = configuration.limits.maximumPendingValidations
        maximumPendingSenders = configuration.limits.maximumPendingSenders
        seenLifetime = configuration.gossip.seenLifetime
        seen = ExpiringMap(limit: configuration.limits.maximumSeenMessages)
        replays = SlotMap(vacant: ReplayGuard(limit: configuration.limits.maximumReplayAuthors))
    }

    /// Whether the message was seen.
    func contains(_ id: MessageID) -> Bool {
        seen[id] != nil || unchecked[id] != nil
    }

    // MARK: - Messages

    /// A message of a topic that is not joined has come.
    mutating func receiveForeign() {
        counters.received += 1
        counters.ignored += 1
    }

    /// A message of a joined topic has come.
    mutating func receive(
        _ message: WireMessage,
        _ topic: TopicSlot,
        _ details: GossipTopic,
        from peer: PeerID,
        now: Instant
    ) -> MessageVerdict {
        counters.received += 1
        let author: PeerID?
        switch policy(of: message, details.configuration.signing) {
        case .invalid: return reject()
        case .unsigned: author = nil
        case .signed(let from): author = from
        }
        let scheme = details.configuration.effectiveMessageID
        let id = scheme.id(
            from: message.from ?? [],
            sequenceNumber: message.sequenceNumber ?? [],
            data: message.data ?? []
        )
        if let status = seen[id] ?? unchecked[id] {
            return receiveCopy(id, status, from: peer)
        }
        if let author {
            switch check(message, author) {
            case .valid: break
            case .invalid: return reject()
            case .uncheckable: return receiveUncheckable(id, scheme, now: now)
            }
            // Signed by us and not in the seen cache: from an earlier life of this node.
            if author == authenticator.peerID { return ignore() }
            if isReplay(message.sequenceNumber ?? [], of: author, topic, details) {
                markSeen(id, .ignored, now: now)
                return drop(id)
            }
        }
        let isAsked = details.configuration.validation == .asynchronous
        // Not marked as seen when there is no room: a copy may come when there is.
        if isAsked, pending.count >= maximumPendingValidations { return drop(id) }
        let arrived = ArrivedMessage(
            id: id,
            author: author,
            message: message,
            topicName: details.name,
            topic: details.text,
            receivedFrom: peer
        )
        return admit(arrived, isAsked: isAsked, topic, details, now: now)
    }

    /// A message was published here.
    mutating func receivePublished(_ id: MessageID, now: Instant) {
        markSeen(id, .accepted, now: now)
    }

    // MARK: - The application

    /// The topic of a message that waits for the application's answer; nil when it does not wait, or no
    /// longer.
    func pendingTopic(of id: MessageID) -> TopicName? { pending.topic(of: id) }

    /// The topic of a waiting message was left.
    mutating func abandon(_ id: MessageID) {
        if pending.take(id) != nil { seen.update(id) { $0 = .ignored } }
    }

    /// The application's answer to a message that it was asked about.
    mutating func receiveAnswer(
        _ id: MessageID,
        _ outcome: ValidationOutcome,
        _ topic: TopicSlot,
        _ details: GossipTopic
    ) -> ValidationAnswer {
        guard let waiting = pending.take(id) else { return .ignore }
        switch outcome {
        case .accept:
            seen.update(id) { $0 = .accepted }
            // Validations may end in another order than they began.
            let message = waiting.message
            if let author = message.from, isReplay(message.sequenceNumber[...], of: author, topic, details) {
                counters.ignored += 1
                return .ignore
            }
            deliver(message, topic, details)
            return .accept(waiting)
        case .reject:
            seen.update(id) { $0 = .rejected }
            counters.rejected += 1
            return .reject(senders: waiting.senders)
        case .ignore:
            seen.update(id) { $0 = .ignored }
            counters.ignored += 1
            return .ignore
        }
    }

    // MARK: - Time

    /// Forgets what is over.
    mutating func receiveHeartbeat(now: Instant) {
        seen.removeExpired(before: now)
        unchecked.removeExpired(before: now)
        for id in pending.removeExpired(before: now) { seen.update(id) { $0 = .ignored } }
    }

    /// The topic is no longer known.
    mutating func forget(_ topic: TopicSlot) {
        replays.remove(topic)
    }

    // MARK: - Queries

    var seenCount: Int { seen.count }
    var pendingCount: Int { pending.count }

    // MARK: - Private

    /// Whether the fields are those that the topic's signing policy demands.
    private func policy(of message: WireMessage, _ signing: SigningPolicy) -> PolicyVerdict {
        guard message.raw.count <= maximumMessageBytes else { return .invalid }
        switch signing {
        case .strictSign:
            guard let from = message.from, message.sequenceNumber?.count == 8,
                let signature = message.signature, !signature.isEmpty
            else { return .invalid }
            do {
                return .signed(try PeerID(bytes: from))
            } catch {
                return .invalid
            }
        case .strictNoSign:
            let isBare =
                message.from == nil && message.sequenceNumber == nil && message.signature == nil
                && message.key == nil
            return isBare ? .unsigned : .invalid
        }
    }

    private func check(_ message: WireMessage, _ author: PeerID) -> SignatureVerdict {
        authenticator.check(
            message.signature ?? [],
            of: message.signedBytes,
            author: author,
            key: message.key
        )
    }

    private func isReplay(
        _ sequenceNumber: ArraySlice<UInt8>,
        of author: PeerID,
        _ topic: TopicSlot,
        _ details: GossipTopic
    ) -> Bool {
        guard details.configuration.replay == .growingSequenceNumbers else { return false }
        return replays[topic].isReplay(Self.number(sequenceNumber), of: author)
    }

    /// Remembers a message that has passed every check of ours.
    private mutating func admit(
        _ arrived: ArrivedMessage,
        isAsked: Bool,
        _ topic: TopicSlot,
        _ details: GossipTopic,
        now: Instant
    ) -> MessageVerdict {
        markSeen(arrived.id, isAsked ? .pending : .accepted, now: now)
        let message = ValidMessage(
            message: arrived.forApplication,
            encoded: arrived.encoded,
            senders: [arrived.receivedFrom]
        )
        guard isAsked else {
            deliver(message.message, topic, details)
            return .accept(message)
        }
        pending.insert(message, until: now + seenLifetime)
        return .ask(message)
    }

    /// A message is valid: no older one of its author counts any more, where numbers have to grow.
    private mutating func deliver(_ message: GossipMessage, _ topic: TopicSlot, _ details: GossipTopic) {
        counters.delivered += 1
        guard let author = message.from, details.configuration.replay == .growingSequenceNumbers else {
            return
        }
        let number = Self.number(message.sequenceNumber[...])
        replays[topic].accept(number, of: author)
    }

    /// A copy of a message that was seen. Our own messages that come back are among them.
    private mutating func receiveCopy(_ id: MessageID, _ status: SeenStatus, from peer: PeerID)
        -> MessageVerdict
    {
        counters.duplicates += 1
        if status == .pending { pending.addSender(peer, of: id, limit: maximumPendingSenders) }
        return .copy(id, status)
    }

    /// The author has a key that cannot be checked here; the message may be good all the same.
    private mutating func receiveUncheckable(
        _ id: MessageID,
        _ scheme: MessageIDScheme,
        now: Instant
    ) -> MessageVerdict {
        counters.uncheckable += 1
        // An id that is made of the content alone may be that of a good message too.
        if scheme == .authorAndSequenceNumber {
            unchecked.set(.ignored, for: id, until: now + seenLifetime)
        }
        return drop(id)
    }

    private mutating func markSeen(_ id: MessageID, _ status: SeenStatus, now: Instant) {
        seen.set(status, for: id, until: now + seenLifetime)
    }

    private mutating func reject() -> MessageVerdict {
        counters.rejected += 1
        return .reject
    }

    private mutating func ignore() -> MessageVerdict {
        counters.ignored += 1
        return .ignore
    }

    private mutating func drop(_ id: MessageID) -> MessageVerdict {
        counters.ignored += 1
        return .drop(id)
    }

    /// Big-endian.
    private static func number(_ sequenceNumber: ArraySlice<UInt8>) -> UInt64 {
        sequenceNumber.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
