import Gossip
import Net

/// The streams that carry gossip between us and one connected peer: one of ours, which we write to, and the
/// peer's, which we read.
///
/// A leaf machine: its owner reports what happens to the streams, and the answer says what follows from it.
/// The peer is a peer of gossip for as long as it is connected and can be written to: losing a stream, or the
/// connection under it, costs another stream and nothing else.
struct GossipLink {
    /// Our stream to the peer.
    private enum Outbound {
        /// There is none; it is to be opened at that instant.
        case waiting(until: Instant)
        /// Proposed, not agreed on yet.
        case opening(StreamID)
        /// Agreed on.
        case open(StreamID)
        /// The peer speaks no gossip, as far as it has announced.
        case refused
    }

    /// What the router is to be told of a stream of ours that was agreed on.
    enum Standing: Equatable {
        /// The peer is new.
        case new
        /// The peer is known; what was under way on the stream before is lost.
        case renewed
    }

    /// The streams of a peer that are read: the newest, and the one that it replaces, up to its end.
    static let maximumReaders = 2
    /// The failures in a row after which a connected peer does not count as a peer of gossip any more. Its
    /// stream is tried on.
    static let tolerableFailures = 8
    /// The wait before the first attempt to open a stream that broke; it doubles with each failure.
    static let firstRetry = Interval.milliseconds(200)
    /// The longest such wait.
    static let longestRetry = Interval.seconds(30)

    /// Who dialled.
    let direction: Direction
    /// The peer's IP address, 4 or 16 bytes; empty when it is not known.
    let address: [UInt8]
    /// What was agreed on, while the router holds the peer for one of gossip; `nil` while it does not.
    private(set) var version: GossipProtocol?

    private var outbound: Outbound
    /// What waits for our stream, once it is agreed on.
    private var backlog = GossipBacklog()
    /// The peer's streams, the newest last.
    private var readers: [GossipReader] = []
    /// Whether the peer was heard, on whichever stream.
    private var hasSpoken = false
    private var failures = 0

    /// The link with a peer that was connected at `now`; our stream is to be opened at once.
    init(direction: Direction, address: [UInt8], now: Instant) {
        self.direction = direction
        self.address = address
        outbound = .waiting(until: now)
    }

    // MARK: - Our stream

    /// When it is to be opened; `nil` where nothing waits for time to pass.
    var retryInstant: Instant? {
        if case .waiting(let instant) = outbound { return instant }
        return nil
    }

    /// The stream, proposed or agreed on.
    var outboundStream: StreamID? {
        switch outbound {
        case .opening(let stream), .open(let stream): stream
        case .waiting, .refused: nil
        }
    }

    /// It was proposed.
    mutating func receiveProposal(_ stream: StreamID) {
        outbound = .opening(stream)
    }

    /// It was agreed on. A peer that now speaks another version is new: its program is another one.
    mutating func receiveAgreement(_ stream: StreamID, _ agreed: GossipProtocol) -> Standing {
        outbound = .open(stream)
        backlog.reset()
        failures = 0
        defer { version = agreed }
        return version == agreed ? .renewed : .new
    }

    /// The peer knows none of our protocols. One that gossips to us all the same has just learnt them, and is
    /// asked again.
    mutating func receiveRefusal(now: Instant) {
        if readers.isEmpty { outbound = .refused } else { fail(now: now) }
    }

    /// It broke, or there was no room for it.
    mutating func fail(now: Instant) {
        outbound = .waiting(until: now + Self.wait(afterFailures: failures))
        failures += 1
    }

    /// Begins anew, at once: the peer's streams have moved to another connection, or it has just announced
    /// that it speaks gossip.
    ///
    /// - Returns: The stream that is of no use any more.
    mutating func renew(now: Instant) -> StreamID? {
        let former = outboundStream
        outbound = .waiting(until: now)
        return former
    }

    /// Whether the peer has refused our stream, so that only its own word opens another.
    var isRefused: Bool {
        if case .refused = outbound { return true }
        return false
    }

    /// Whether the router is to forget the peer, which cannot be written to, and not for a moment only; true
    /// once.
    mutating func takeLoss() -> Bool {
        guard version != nil else { return false }
        switch outbound {
        case .opening, .open: return false
        case .waiting where failures <= Self.tolerableFailures: return false
        case .waiting, .refused: version = nil
        }
        return true
    }

    /// Queues one RPC for the stream. Before it is agreed on there is none to queue for: the router waits.
    mutating func append(_ rpc: [UInt8]) {
        guard isOpen else { return }
        backlog.append(rpc)
    }

    /// What is to be written now, and to which stream; `nil` when nothing waits.
    var unsent: (stream: StreamID, bytes: ArraySlice<UInt8>)? {
        guard case .open(let stream) = outbound, !backlog.isEmpty else { return nil }
        return (stream, backlog.bytes)
    }

    /// The stream has taken the first `byteCount` bytes of what waits. The rest, if there is one, waits for
    /// the peer to read.
    mutating func receiveWritten(_ byteCount: Int, now: Instant) {
        backlog.removeFirst(byteCount, now: now)
    }

    /// Whether the router is to hold back what is meant for the peer.
    var isCongested: Bool { !isOpen || !backlog.isEmpty }

    /// Until when it is worth waiting for the peer to read, before more is published; `nil` when nothing of
    /// ours waits for it.
    var waitEnd: Instant? {
        isOpen && !backlog.isEmpty ? backlog.waitEnd : nil
    }

    // MARK: - The peer's streams

    /// The peer has opened a stream to us.
    ///
    /// - Returns: The stream to reset because there are too many.
    mutating func receiveReader(_ reader: GossipReader) -> StreamID? {
        readers.append(reader)
        return readers.count > Self.maximumReaders ? readers.removeFirst().stream : nil
    }

    /// Something can be read from the stream, or its end was announced.
    mutating func receiveReadable(_ stream: StreamID, hasEnded: Bool) {
        changeReader(of: stream) { reader in
            reader.isReadable = true
            if hasEnded { reader.hasEnded = true }
        }
    }

    /// The stream to read next, if the router knows the peer; the older ones first.
    var readableStream: StreamID? {
        version == nil ? nil : readers.first { $0.isReadable }?.stream
    }

    /// Takes what was read.
    ///
    /// - Parameter isDrained: Whether nothing is left in the stream for now.
    mutating func receive(_ bytes: [UInt8], on stream: StreamID, isDrained: Bool) {
        changeReader(of: stream) { reader in
            reader.frames.append(bytes[...])
            if isDrained { reader.isReadable = false }
        }
    }

    /// The next whole RPC of the stream, and whether with it the peer begins anew: it is the first on this
    /// stream, and not the first of all.
    ///
    /// - Throws: `FrameError`: the peer announces one that is too long, and the stream is to be reset.
    mutating func nextFrame(of stream: StreamID) throws(FrameError) -> (
        bytes: ArraySlice<UInt8>, isRenewal: Bool
    )? {
        guard let index = readers.firstIndex(where: { $0.stream == stream }),
            let bytes = try readers[index].frames.next()
        else { return nil }
        let isRenewal = hasSpoken && !readers[index].hasSpoken
        hasSpoken = true
        readers[index].hasSpoken = true
        return (bytes, isRenewal)
    }

    /// Whether the peer has ended the stream and everything was read.
    func isReadToEnd(_ stream: StreamID) -> Bool {
        readers.contains { $0.stream == stream && $0.hasEnded && !$0.isReadable }
    }

    /// The stream is gone.
    mutating func removeReader(of stream: StreamID) {
        readers.removeAll { $0.stream == stream }
    }

    // MARK: - Private

    private var isOpen: Bool {
        if case .open = outbound { return true }
        return false
    }

    private mutating func changeReader(of stream: StreamID, _ change: (inout GossipReader) -> Void) {
        guard let index = readers.firstIndex(where: { $0.stream == stream }) else { return }
        change(&readers[index])
    }

    private static func wait(afterFailures failures: Int) -> Interval {
        min(longestRetry, firstRetry * Int64(1 << min(failures, 10)))
    }
}
