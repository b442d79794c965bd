import Gossip
import Net

/// The inside of gossip as the inspector shows it.
extension Inspection.Topic {
    init(_ topic: TopicSnapshot, subscribers: [PeerID], now: Instant) {
        // Those that the node runs with.
        let mesh = MeshParameters()
        self.init(
            name: topic.topic,
            isJoined: topic.isJoined,
            mesh: topic.mesh,
            peers: subscribers,
            fanout: topic.fanout,
            backoffs: topic.backoffs.filter { $0.until > now }.map {
                Inspection.Backoff(peer: $0.peer, remaining: $0.until - now)
            },
            meshBounds: mesh.degreeLow...mesh.degreeHigh
        )
    }
}

extension Inspection.Trace {
    /// - Parameter travelTime: By the author's clock; nil where that is not known.
    init(_ trace: MessageTrace, travelTime: Interval?) {
        self.init(
            id: trace.id.bytes,
            topic: trace.topic,
            receivedFrom: trace.receivedFrom,
            duplicateCount: trace.duplicateCount,
            latency: travelTime ?? trace.firstAnnouncement.map { trace.arrival - $0 },
            announcementCount: trace.announcementCount,
            wasAskedFor: trace.wasAskedFor,
            serveCount: trace.serveCount
        )
    }
}

extension Inspection.Peer {
    init(_ peer: PeerSnapshot) {
        self.init(
            peer: peer.peer,
            protocolName: peer.version.identifier,
            score: peer.score.total,
            scoreComponents: peer.score.figures
        )
    }
}

extension ScoreComponents {
    fileprivate var figures: [Inspection.Figure] {
        [
            Inspection.Figure(name: "P1 time in mesh", value: meshTime),
            Inspection.Figure(name: "P2 first deliveries", value: firstDeliveries),
            Inspection.Figure(name: "P3 mesh deliveries", value: meshDeliveries),
            Inspection.Figure(name: "P3b mesh failure", value: meshFailure),
            Inspection.Figure(name: "P4 invalid messages", value: invalid),
            Inspection.Figure(name: "P5 application", value: application),
            Inspection.Figure(name: "P6 colocation", value: colocation),
            Inspection.Figure(name: "P7 behaviour", value: behaviour),
            Inspection.Figure(name: "slow reader", value: slow),
            Inspection.Figure(name: "cap", value: capped),
        ]
    }
}

extension GossipSnapshot {
    /// The router's counters, named.
    var figures: [Inspection.Figure] {
        [
            ("heartbeats", heartbeats),
            ("messages published", counters.published),
            ("messages received", counters.received),
            ("messages delivered", counters.delivered),
            ("duplicates", counters.duplicates),
            ("rejected", counters.rejected),
            ("ignored", counters.ignored),
            ("not checkable here", counters.uncheckable),
            ("RPCs sent", counters.rpcsSent),
            ("RPCs received", counters.rpcsReceived),
            ("RPCs of graylisted", counters.graylisted),
            ("bytes sent", counters.bytesSent),
            ("bytes of messages sent", counters.messageBytesSent),
            ("GRAFT sent", counters.graftsSent),
            ("GRAFT received", counters.graftsReceived),
            ("PRUNE sent", counters.prunesSent),
            ("PRUNE received", counters.prunesReceived),
            ("IHAVE ids sent", counters.haveSent),
            ("IHAVE ids received", counters.haveReceived),
            ("IWANT ids sent", counters.wantSent),
            ("IWANT ids received", counters.wantReceived),
            ("IDONTWANT ids sent", counters.dontWantSent),
            ("IDONTWANT ids received", counters.dontWantReceived),
            ("sent on IWANT", counters.retransmitted),
            ("suppressed by IDONTWANT", counters.suppressed),
            ("dropped for slow peers", counters.droppedMessages),
            ("gossip dropped for them", counters.droppedGossip),
            ("broken promises", counters.brokenPromises),
            ("message cache", UInt64(cachedMessages)),
            ("seen cache", UInt64(seenMessages)),
            ("kept for late peers", UInt64(heldMessages)),
        ].map { Inspection.Figure(name: $0.0, value: Double($0.1)) }
    }
}
