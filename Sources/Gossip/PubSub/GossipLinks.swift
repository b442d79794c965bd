internal import DequeModule
import Gossip
import HearsayCollections
import Net

/// The links with all connected peers, and which of them want something next.
///
/// Few of many do at a time, so those are kept beside the table: the others cost nothing.
struct GossipLinks {
    private let maximumFrameBytes: Int
    private var links: [PeerID: GossipLink] = Dictionary()
    /// Whose streams they are: those in use, and those let go of until they are gone.
    private var owners: [StreamID: PeerID] = Dictionary()
    /// The peers that a stream of ours is to be opened to.
    private var waiting: Set<PeerID> = []
    /// The peers that bytes of ours wait for.
    private var backlogged: Set<PeerID> = []
    /// The peers that have sent something, in turn.
    private var readable = Deque<PeerID>()

    /// No links.
    ///
    /// - Parameter maximumFrameBytes: The longest RPC that a peer may send.
    init(maximumFrameBytes: Int) {
        self.maximumFrameBytes = maximumFrameBytes
    }

    /// The link with a connected peer.
    subscript(peer: PeerID) -> GossipLink? { links[peer] }

    /// Whose stream it is; `nil` where it is none of gossip.
    func owner(of stream: StreamID) -> PeerID? {
        owners[stream]
    }

    // MARK: - Peers

    /// The peer is connected; our stream to it is wanted.
    mutating func connect(_ peer: PeerID, direction: Direction, address: [UInt8], now: Instant) {
        guard links[peer] == nil else { return }
        links[peer] = GossipLink(direction: direction, address: address, now: now)
        waiting.insert(peer)
    }

    /// The last connection of the peer is gone.
    ///
    /// - Returns: Whether the router knows the peer.
    mutating func disconnect(_ peer: PeerID) -> Bool {
        waiting.remove(peer)
        backlogged.remove(peer)
        return links.removeValue(forKey: peer)?.version != nil
    }

    // MARK: - Our streams

    /// When a stream is to be opened, or a peer is not waited for any longer.
    func nextDeadline(after now: Instant) -> Instant? {
        var earliest: Instant?
        for peer in waiting {
            guard let instant = links[peer]?.retryInstant else { continue }
            earliest = min(earliest ?? instant, instant)
        }
        for peer in backlogged {
            guard let end = links[peer]?.waitEnd, end > now else { continue }
            earliest = min(earliest ?? end, end)
        }
        return earliest
    }

    /// The peers to which a stream is to be opened now, in the order of their ids.
    func due(now: Instant) -> [PeerID] {
        guard !waiting.isEmpty else { return [] }
        return waiting.filter { links[$0]?.retryInstant.map { $0 <= now } ?? false }.ordered()
    }

    /// How many peers have not taken what was written to them.
    var backlogCount: Int { backlogged.count }

    /// Whether a peer should be caught up with before more is published. One that does not read for long is
    /// not waited for.
    func isWaitingForPeers(now: Instant) -> Bool {
        backlogged.contains { links[$0]?.waitEnd.map { now < $0 } ?? false }
    }

    /// Our stream was proposed to the peer.
    mutating func receiveProposal(_ stream: StreamID, to peer: PeerID) {
        owners[stream] = peer
        links[peer]?.receiveProposal(stream)
        note(peer)
    }

    /// The peer has agreed; `nil` where the stream is not the one in use.
    mutating func receiveAgreement(
        _ stream: StreamID,
        _ version: GossipProtocol,
        of peer: PeerID
    ) -> GossipLink.Standing? {
        guard links[peer]?.outboundStream == stream else { return nil }
        let standing = links[peer]?.receiveAgreement(stream, version)
        note(peer)
        // What it has sent waited for this.
        readable.append(peer)
        return standing
    }

    /// Our stream could not be proposed.
    mutating func receiveFailure(of peer: PeerID, now: Instant) {
        links[peer]?.fail(now: now)
        note(peer)
    }

    /// The peer's new streams use another connection, or it has announced that it speaks gossip.
    ///
    /// - Returns: Our former stream, to be closed.
    mutating func renew(_ peer: PeerID, now: Instant) -> StreamID? {
        defer { note(peer) }
        return links[peer]?.renew(now: now) ?? nil
    }

    /// Queues one RPC for the peer.
    mutating func append(_ rpc: [UInt8], to peer: PeerID) {
        links[peer]?.append(rpc)
    }

    /// The stream to the peer has taken the first `byteCount` bytes of what waits for it.
    mutating func receiveWritten(_ byteCount: Int, to peer: PeerID, now: Instant) {
        links[peer]?.receiveWritten(byteCount, now: now)
        note(peer)
    }

    /// Whether the router is to forget the peer; true once.
    mutating func takeLoss(of peer: PeerID) -> Bool {
        links[peer]?.takeLoss() ?? false
    }

    // MARK: - The peers' streams

    /// The peer has opened a stream to us.
    ///
    /// - Returns: A stream to reset: one that is too much, or this one where the peer is not connected.
    mutating func receiveReader(_ stream: StreamID, of peer: PeerID) -> StreamID? {
        guard links[peer] != nil else { return stream }
        owners[stream] = peer
        return links[peer]?.receiveReader(GossipReader(stream: stream, maximumFrameBytes: maximumFrameBytes))
    }

    /// Something can be read from a stream, or its end was announced.
    mutating func receiveReadable(_ stream: StreamID, of peer: PeerID, hasEnded: Bool) {
        links[peer]?.receiveReadable(stream, hasEnded: hasEnded)
        readable.append(peer)
    }

    /// The next stream to read; `nil` when there is none. One that stays readable has its turn again after
    /// the others.
    mutating func nextReadable() -> (stream: StreamID, peer: PeerID)? {
        while let peer = readable.popFirst() {
            guard let stream = links[peer]?.readableStream else { continue }
            readable.append(peer)
            return (stream, peer)
        }
        return nil
    }

    /// Takes what was read from a stream.
    mutating func receive(_ bytes: [UInt8], on stream: StreamID, of peer: PeerID, isDrained: Bool) {
        links[peer]?.receive(bytes, on: stream, isDrained: isDrained)
    }

    /// The next whole RPC of a stream, and whether with it the peer begins anew.
    ///
    /// - Throws: `FrameError`: the stream is to be reset.
    mutating func nextFrame(
        of stream: StreamID,
        of peer: PeerID
    ) throws(FrameError) -> (bytes: ArraySlice<UInt8>, isRenewal: Bool)? {
        try links[peer]?.nextFrame(of: stream)
    }

    // MARK: - Ends

    /// The stream is gone, or released.
    mutating func receiveEnd(of stream: StreamID, now: Instant, isRefusal: Bool) {
        guard let peer = owners.removeValue(forKey: stream) else { return }
        links[peer]?.removeReader(of: stream)
        guard links[peer]?.outboundStream == stream else { return }
        if isRefusal { links[peer]?.receiveRefusal(now: now) } else { links[peer]?.fail(now: now) }
        note(peer)
    }

    // MARK: - Private

    /// Updates the queues after a link has changed.
    private mutating func note(_ peer: PeerID) {
        let link = links[peer]
        if link?.retryInstant != nil {
            waiting.insert(peer)
        } else if !waiting.isEmpty {
            waiting.remove(peer)
        }
        if link?.unsent != nil {
            backlogged.insert(peer)
        } else if !backlogged.isEmpty {
            backlogged.remove(peer)
        }
    }
}
