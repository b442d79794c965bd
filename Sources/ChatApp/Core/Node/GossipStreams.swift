import Gossip
import Net

/// Joins the swarm's streams with the router: one stream for each direction, as every implementation does.
///
/// The router hears of a peer when our stream to it is negotiated, and reads nothing from it before; until then the peer's own stream
/// simply is not read, so that its window holds it back.
struct GossipStreams {
    /// How often a stream that broke on a living connection is opened again, and how long apart at first.
    private static let maximumAttempts = 8
    private static let firstRetryInterval = Interval.milliseconds(200)
    /// How much is read of one peer before it is the next one's turn and the router's outputs are taken, in bytes: few enough
    /// messages that all of them may wait for validation.
    private static let readBytes = 16_384

    private enum Outbound {
        case opening(StreamID)
        case open(Sender)
        /// Broken; to be opened again.
        case waiting(until: Instant)
        /// The peer speaks no gossip.
        case refused

        var stream: StreamID? {
            switch self {
            case .opening(let stream): return stream
            case .open(let sender): return sender.stream
            case .waiting, .refused: return nil
            }
        }
    }

    /// Our negotiated stream to a peer.
    private struct Sender {
        let stream: StreamID
        /// What the stream did not take yet, about one RPC; the router waits until it is empty.
        var backlog: ArraySlice<UInt8> = []
        var congestion = Congestion()
    }

    private struct Inbound {
        let stream: StreamID
        var frames: FrameBuffer
        /// Whether something can be read that was not, because the router does not know the peer yet.
        var isHeld = false
        /// Whether the peer will send no more.
        var hasEnded = false
    }

    private struct Peer {
        let direction: Direction
        let address: [UInt8]
        var outbound: Outbound
        var inbound: Inbound?
        var attempts = 0
    }

    private let swarm: Swarm
    private let maximumFrameBytes: Int
    private var peers: [PeerID: Peer] = [:]
    private var owners: [StreamID: PeerID] = [:]
    /// The peers whose stream is to be opened again, and those that bytes of ours wait for: few of many, asked for at every turn.
    private var waiting: Set<PeerID> = []
    private var congested: Set<PeerID> = []
    /// The peers whose streams have something to read, in turn.
    private var readable: [PeerID] = []

    init(swarm: Swarm, maximumFrameBytes: Int) {
        self.swarm = swarm
        self.maximumFrameBytes = maximumFrameBytes
    }

    /// Whether bytes of ours wait for a peer to read.
    var hasBacklog: Bool { !congested.isEmpty }

    /// Whether a peer should be caught up with before more is published. One that does not read for long is not waited for.
    func holdsInput(now: Instant) -> Bool {
        congested.contains { peer in
            congestion(of: peer)?.isWaitedFor(now: now) ?? false
        }
    }

    /// When a broken stream is to be opened again, or a peer is waited for no longer.
    func nextDeadline(after now: Instant) -> Instant? {
        var earliest = Instant.distantFuture
        for peer in waiting {
            if case .waiting(let retry)? = peers[peer]?.outbound { earliest = min(earliest, retry) }
        }
        for peer in congested {
            guard let end = congestion(of: peer)?.waitEnd, end > now else { continue }
            earliest = min(earliest, end)
        }
        return earliest == .distantFuture ? nil : earliest
    }

    private func congestion(of peer: PeerID) -> Congestion? {
        guard case .open(let sender)? = peers[peer]?.outbound else { return nil }
        return sender.congestion
    }

    /// The one place where the state of our stream to a known peer changes.
    private mutating func setOutbound(_ outbound: Outbound, of peer: PeerID) {
        guard peers[peer] != nil else { return }
        peers[peer]?.outbound = outbound
        waiting.remove(peer)
        congested.remove(peer)
        switch outbound {
        case .waiting: waiting.insert(peer)
        case .open(let sender) where !sender.backlog.isEmpty: congested.insert(peer)
        case .opening, .open, .refused: break
        }
    }

    // MARK: - Peers

    /// The peer is connected: opens our stream to it.
    mutating func receiveConnected(_ peer: PeerID, address: Multiaddr, direction: Direction, now: Instant) {
        guard peers[peer] == nil else { return }
        peers[peer] = Peer(
            direction: direction,
            address: address.ipBytes,
            outbound: .waiting(until: now),
            inbound: nil
        )
        open(peer, now: now)
    }

    /// The peer's last connection is gone.
    mutating func receiveDisconnected(_ peer: PeerID, router: inout GossipRouter, now: Instant) {
        guard let state = peers.removeValue(forKey: peer) else { return }
        waiting.remove(peer)
        congested.remove(peer)
        if let stream = state.outbound.stream { owners[stream] = nil }
        if let stream = state.inbound?.stream { owners[stream] = nil }
        router.receivePeerDisconnected(peer, now: now)
    }

    /// Opens broken streams again whose time has come.
    mutating func handleTimeout(now: Instant) {
        for peer in waiting.sorted() {
            if case .waiting(let retry)? = peers[peer]?.outbound, retry <= now { open(peer, now: now) }
        }
    }

    private mutating func open(_ peer: PeerID, now: Instant) {
        do {
            let stream = try swarm.openStream(to: peer, protocols: GossipRouter.protocols, now: now)
            owners[stream] = peer
            setOutbound(.opening(stream), of: peer)
        } catch {
            // Not connected any more, or a limit: the next attempt, or the disconnection, settles it.
            retry(peer, now: now)
        }
    }

    private mutating func retry(_ peer: PeerID, now: Instant) {
        guard let attempts = peers[peer]?.attempts else { return }
        peers[peer]?.attempts = attempts + 1
        setOutbound(
            attempts < Self.maximumAttempts
                ? .waiting(until: now + Self.firstRetryInterval * Int64(2 << attempts))
                : .refused,
            of: peer
        )
    }

    // MARK: - Streams

    /// A stream of a gossip protocol is ready.
    mutating func receiveOpened(
        _ stream: StreamID,
        _ peer: PeerID,
        protocol identifier: String,
        _ direction: Direction,
        router: inout GossipRouter,
        now: Instant
    ) {
        guard let version = GossipProtocol(identifier: identifier), let state = peers[peer] else {
            swarm.reset(stream, now: now)
            return
        }
        switch direction {
        case .outbound:
            guard case .opening(stream) = state.outbound else { return }
            setOutbound(.open(Sender(stream: stream)), of: peer)
            peers[peer]?.attempts = 0
            router.receivePeerConnected(
                peer,
                version: version,
                direction: state.direction,
                address: state.address,
                now: now
            )
            if state.inbound?.isHeld == true { readLater(peer) }
        case .inbound:
            // The peer opens a second one where it lost the first; the newer counts.
            if let old = state.inbound?.stream {
                owners[old] = nil
                swarm.reset(old, now: now)
            }
            owners[stream] = peer
            peers[peer]?.inbound = Inbound(
                stream: stream,
                frames: FrameBuffer(maximumFrameBytes: maximumFrameBytes)
            )
        }
    }

    /// The peer speaks no gossip.
    mutating func receiveRefused(_ stream: StreamID) {
        guard let peer = owners.removeValue(forKey: stream) else { return }
        setOutbound(.refused, of: peer)
    }

    /// There is something to read.
    mutating func receiveReadable(_ stream: StreamID, now: Instant) {
        guard let peer = owners[stream], let state = peers[peer], state.inbound?.stream == stream else {
            return
        }
        switch state.outbound {
        case .open: readLater(peer)
        case .opening, .waiting: peers[peer]?.inbound?.isHeld = true
        case .refused: dropInbound(peer, now: now)
        }
    }

    /// A stream takes bytes again.
    mutating func receiveWritable(_ stream: StreamID, router: inout GossipRouter, now: Instant) {
        guard let peer = owners[stream], case .open(let sender)? = peers[peer]?.outbound,
            sender.stream == stream, !sender.backlog.isEmpty
        else { return }
        write(sender.backlog, to: peer, sender, now: now)
        if case .open(let sender)? = peers[peer]?.outbound, sender.backlog.isEmpty {
            router.receiveCongestion(peer, isCongested: false, now: now)
        }
    }

    /// The peer will send no more on this stream.
    mutating func receiveEnded(_ stream: StreamID, now: Instant) {
        guard let peer = owners[stream], peers[peer]?.inbound?.stream == stream else { return }
        peers[peer]?.inbound?.hasEnded = true
        receiveReadable(stream, now: now)
    }

    /// The stream is gone.
    mutating func receiveGone(_ stream: StreamID, router: inout GossipRouter, now: Instant) {
        guard let peer = owners.removeValue(forKey: stream), let state = peers[peer] else { return }
        if state.inbound?.stream == stream { peers[peer]?.inbound = nil }
        guard state.outbound.stream == stream else { return }
        if case .open = state.outbound { router.receivePeerDisconnected(peer, now: now) }
        retry(peer, now: now)
    }

    /// Sends one RPC.
    mutating func send(_ rpc: [UInt8], to peer: PeerID, router: inout GossipRouter, now: Instant) {
        guard case .open(let sender)? = peers[peer]?.outbound else { return }
        var frame: [UInt8] = []
        frame.reserveCapacity(rpc.count + Varint.maximumEncodedBytes)
        Varint.append(UInt64(rpc.count), to: &frame)
        frame.append(contentsOf: rpc)
        write(sender.backlog + frame, to: peer, sender, now: now)
        if case .open(let sender)? = peers[peer]?.outbound, !sender.backlog.isEmpty {
            router.receiveCongestion(peer, isCongested: true, now: now)
        }
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>, to peer: PeerID, _ sender: Sender, now: Instant) {
        var sender = sender
        do {
            let count = try swarm.write(bytes, to: sender.stream, now: now)
            sender.backlog = bytes.dropFirst(count)
            sender.congestion.receiveProgress(byteCount: count, now: now)
        } catch {
            // The stream is broken: its end is told by an event, which opens another.
            sender.backlog = []
        }
        sender.congestion.update(isCongested: !sender.backlog.isEmpty, now: now)
        setOutbound(.open(sender), of: peer)
    }

    /// Reads once from one peer; returns whether there was one to read from. To be called until there is none, the router's
    /// outputs taken in between.
    mutating func readNext(router: inout GossipRouter, now: Instant) -> Bool {
        guard !readable.isEmpty else { return false }
        let peer = readable.removeFirst()
        guard let stream = peers[peer]?.inbound?.stream else { return true }
        let bytes: [UInt8]
        do {
            bytes = try swarm.read(stream, maximum: Self.readBytes, now: now)
        } catch {
            // The stream is broken: its end is told by an event.
            return true
        }
        guard deliver(bytes, of: peer, router: &router, now: now) else {
            dropInbound(peer, now: now)
            return true
        }
        if bytes.count == Self.readBytes {
            readable.append(peer)
        } else if peers[peer]?.inbound?.hasEnded == true {
            swarm.closeWrite(stream, now: now)
        }
        return true
    }

    private mutating func readLater(_ peer: PeerID) {
        peers[peer]?.inbound?.isHeld = false
        if !readable.contains(peer) { readable.append(peer) }
    }

    /// Returns false where the peer announces an RPC longer than the limit.
    private mutating func deliver(
        _ bytes: [UInt8],
        of peer: PeerID,
        router: inout GossipRouter,
        now: Instant
    ) -> Bool {
        peers[peer]?.inbound?.frames.append(bytes[...])
        do {
            while let frame = try peers[peer]?.inbound?.frames.next() {
                router.receiveRPC(frame, from: peer, now: now)
            }
            return true
        } catch {
            return false
        }
    }

    private mutating func dropInbound(_ peer: PeerID, now: Instant) {
        guard let stream = peers[peer]?.inbound?.stream else { return }
        owners[stream] = nil
        peers[peer]?.inbound = nil
        swarm.reset(stream, now: now)
    }
}

extension Multiaddr {
    /// The bytes of the IP address it begins with; empty for a name.
    fileprivate var ipBytes: [UInt8] {
        switch components.first {
        case .ip4(let bytes), .ip6(let bytes): return bytes
        default: return []
        }
    }
}
