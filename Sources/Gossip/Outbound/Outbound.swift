import HearsayCollections
import Net

/// Everything that leaves the router: what it tells its driver, and the RPCs to peers, put together from what
/// waits for each of them.
struct Outbound {
    private let limits: GossipLimits
    private let dontWantLifetime: UInt64
    private var outputs = Fifo<GossipOutput>()
    private var peers = SlotMap<PeerID, OutboundPeer?>(vacant: nil)
    /// Peers that read and have something in their queue, in turn.
    private var sendable = Fifo<PeerSlot>()
    private(set) var counters = OutboundCounters()

    init(_ configuration: GossipConfiguration) {
        limits = configuration.limits
        dontWantLifetime = UInt64(max(0, configuration.gossip.dontWantLifetimeTicks))
    }

    // MARK: - Outputs

    /// Emits an output for the driver or the application.
    mutating func emit(_ output: GossipOutput) {
        outputs.append(output)
    }

    /// The next output; nil when there is none.
    mutating func poll() -> GossipOutput? {
        if let output = outputs.popFirst() { return output }
        while let slot = sendable.popFirst() {
            guard let rpc = peers[slot]?.nextRPC(limits, suppressed: &counters.suppressed),
                let peer = peers[slot]?.id
            else {
                peers[slot]?.queue.isListed = false
                continue
            }
            // One RPC to each in turn: what is urgent for the last peer does not wait for what is long for
            // the first.
            sendable.append(slot)
            counters.rpcsSent += 1
            counters.bytesSent += UInt64(rpc.bytes.count)
            counters.messageBytesSent += UInt64(rpc.messageBytes)
            return .send(peer, rpc.bytes)
        }
        return nil
    }

    // MARK: - Peers

    /// The peer can be sent RPCs.
    mutating func add(_ slot: PeerSlot, _ peer: PeerID, _ hello: Hello) {
        peers[slot] = OutboundPeer(id: peer)
        begin(slot, hello)
    }

    /// The peer's RPCs go by a new stream from now on. What waits for the peer goes after the hello.
    mutating func begin(_ slot: PeerSlot, _ hello: Hello) {
        peers[slot]?.queue.begin(hello)
        list(slot)
    }

    mutating func remove(_ slot: PeerSlot) {
        peers.remove(slot)
    }

    /// The peer keeps up with what it is sent, or does not.
    mutating func setCongested(_ slot: PeerSlot, _ isCongested: Bool) {
        peers[slot]?.queue.isCongested = isCongested
        list(slot)
    }

    // MARK: - What is sent

    /// Puts something into a peer's queue.
    mutating func send(_ part: OutboundPart, to slot: PeerSlot) -> Enqueued {
        let result = enqueue(part, to: slot)
        list(slot)
        return result
    }

    private mutating func enqueue(_ part: OutboundPart, to slot: PeerSlot) -> Enqueued {
        switch part {
        case .plain(let field):
            peers[slot]?.queue.appendPlain(field)
            return peers[slot]?.queue.isOverfull(limits) == true ? .overfull : .waiting
        case .control(let entry):
            peers[slot]?.queue.appendControl(entry)
            return peers[slot]?.queue.isOverfull(limits) == true ? .overfull : .waiting
        case .gossip(let entry):
            if peers[slot]?.queue.appendGossip(entry, limits: limits) == true { return .waiting }
            counters.droppedGossip += 1
            return .dropped
        case .message(let message):
            if peers[slot]?.declines(message.id) == true {
                counters.suppressed += 1
                return .declined
            }
            if peers[slot]?.queue.append(message, limits: limits) == true { return .waiting }
            counters.droppedMessages += 1
            return .dropped
        }
    }

    /// Puts the peer on the list of those to send to, if there is something to send and it reads.
    private mutating func list(_ slot: PeerSlot) {
        if peers[slot]?.queue.list() == true { sendable.append(slot) }
    }

    // MARK: - What peers do not want

    /// The peer has declined these messages (IDONTWANT). Returns how many were taken down.
    mutating func decline(_ ids: [MessageID], by slot: PeerSlot, heartbeat: UInt64) -> Int {
        var count = 0
        for id in ids {
            guard declinedCount(of: slot) < limits.maximumDontWantKept else { break }
            peers[slot]?.decline(id, until: heartbeat + dontWantLifetime)
            count += 1
        }
        return count
    }

    mutating func receiveHeartbeat(_ heartbeat: UInt64) {
        peers.updateEach { $0?.receiveHeartbeat(heartbeat) }
    }

    // MARK: - Queries

    /// Messages that wait in the queues of peers.
    var queuedMessageCount: Int { peers.total { $0?.queue.messageCount ?? 0 } }

    /// Adds what waits for a peer to its snapshot.
    func complete(_ snapshot: PeerSnapshot, of slot: PeerSlot) -> PeerSnapshot {
        var snapshot = snapshot
        snapshot.queuedMessages = peers[slot]?.queue.messageCount ?? 0
        snapshot.declinedMessages = declinedCount(of: slot)
        snapshot.dropped = peers[slot]?.queue.dropped ?? 0
        return snapshot
    }

    private func declinedCount(of slot: PeerSlot) -> Int {
        peers[slot]?.declinedCount ?? 0
    }
}
