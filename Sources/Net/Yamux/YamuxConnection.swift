internal import DequeModule
import HearsayCollections

/// A Yamux connection: many streams over one byte stream, whatever encrypts and carries it.
///
/// It is driven: hand it what the peer sent with ``receive(_:now:)`` and the time with
/// ``handleTimeout(now:)``, give commands, and after any of these **drain it to the end**: ``pollEvent()``
/// until it is nil, and ``writeFrames(into:limit:)`` until it returns false or the sink has enough.
///
/// When a call throws ``YamuxError``, the connection is over: the go-away frame that says why is ready for
/// ``writeFrames(into:limit:)``, later calls of the same kind throw the same error, and the owner closes.
///
/// Memory: every stream holds at most its receive window plus ``YamuxConfiguration/maximumSendBufferBytes``.
/// Frames are never collected: a body goes to its stream as it comes, and straight into the sink.
///
/// Implements <https://github.com/hashicorp/yamux/blob/master/spec.md> as libp2p's `/yamux/1.0.0`.
package struct YamuxConnection {
    /// The name of this muxer in multistream-select and in Noise's list of muxers.
    package static let protocolID = "/yamux/1.0.0"

    /// Which end of the connection this is.
    package let role: YamuxRole
    /// The limits.
    package let configuration: YamuxConfiguration

    var reader = YamuxFrameReader()
    var outbox = YamuxOutbox()
    var keepAlive: YamuxKeepAlive
    var roundTripEstimate = YamuxRoundTrip()
    var table: YamuxStreamTable
    var events = Deque<YamuxEvent>()
    var failure: YamuxError?
    var isRemoteGoingAway = false
    /// How many of the frames that came last, in a row, say nothing.
    var emptyFrameCount = 0
    /// The next stream this end opens; 0 when the identifiers are used up.
    var nextStreamID: UInt32
    /// The greatest identifier that the peer opened.
    var greatestInboundID: UInt32 = 0
    var windowBytes: UInt64 = 0
    /// What has happened so far.
    package internal(set) var counters = YamuxCounters()

    /// A connection that has just been secured.
    ///
    /// - Parameters:
    ///   - role: `client` at the end that dialled the connection.
    ///   - configuration: The limits.
    ///   - now: The time; the first ping is due at once.
    package init(role: YamuxRole, configuration: YamuxConfiguration = YamuxConfiguration(), now: Instant) {
        self.role = role
        self.configuration = configuration
        nextStreamID = role.firstStreamID
        table = YamuxStreamTable(role: role, configuration)
        keepAlive = YamuxKeepAlive(
            interval: configuration.keepAliveInterval,
            timeout: configuration.keepAliveTimeout,
            now: now
        )
    }

    // MARK: - Commands

    /// Opens a stream. It may be written to at once: the peer's acknowledgement is not waited for.
    ///
    /// - Throws: ``YamuxOpenError``; nothing has changed then.
    package mutating func openStream(now: Instant) throws(YamuxOpenError) -> YamuxStreamID {
        guard failure == nil, !isRemoteGoingAway, !outbox.isGoingAway else { throw .goingAway }
        guard nextStreamID != 0 else { throw .identifiersExhausted }
        guard table.hasRoomForOutbound else { throw .tooManyStreams }
        guard table.hasRoomForUnacknowledged else { throw .tooManyUnacknowledgedStreams }
        let id = YamuxStreamID(rawValue: nextStreamID)
        let (following, isLast) = nextStreamID.addingReportingOverflow(2)
        nextStreamID = isLast ? 0 : following
        insert(YamuxStream(state: .outbound(), now: now), as: id)
        return id
    }

    /// Takes bytes to be sent on a stream.
    ///
    /// - Returns: How many of them were taken, from the first on; fewer than all when the send buffer is
    ///   full, then a `writable` event follows when half of it is free.
    /// - Throws: `unknownStream`, `writeClosed`.
    package mutating func write(
        _ bytes: ArraySlice<UInt8>,
        to id: YamuxStreamID
    ) throws(YamuxStreamError) -> Int {
        guard let slot = table.slot(of: id) else { throw .unknownStream }
        guard table.streams[slot].state.isWriteOpen else { throw .writeClosed }
        let accepted = table.streams[slot].append(bytes, limit: configuration.maximumSendBufferBytes)
        counters.unsentByteCount += accepted
        schedule(slot)
        return accepted
    }

    /// Reads at most `maximum` bytes of a stream: the peer may send more. Throws `unknownStream`.
    package mutating func read(_ id: YamuxStreamID, maximum: Int, now: Instant) throws(YamuxStreamError)
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        _ = try read(id, maximum: maximum, into: &bytes, now: now)
        return bytes
    }

    /// Reads what has come on a stream into a buffer that the caller keeps.
    ///
    /// An empty `destination` that takes everything is exchanged for the stream's own buffer: nothing is
    /// copied or allocated.
    ///
    /// - Returns: The number of bytes appended.
    /// - Throws: `unknownStream`.
    package mutating func read(
        _ id: YamuxStreamID,
        maximum: Int,
        into destination: inout [UInt8],
        now: Instant
    ) throws(YamuxStreamError) -> Int {
        guard let slot = table.slot(of: id) else { throw .unknownStream }
        let count = table.streams[slot].received.move(maximum, to: &destination)
        onRead(count, at: slot, now: now)
        return count
    }

    /// Closes our half of a stream, after everything that was written. Throws `unknownStream`.
    package mutating func closeWrite(_ id: YamuxStreamID) throws(YamuxStreamError) {
        guard let slot = table.slot(of: id) else { throw .unknownStream }
        if table.streams[slot].state.closeWrite() { schedule(slot) }
    }

    /// Resets a stream. What was not sent is dropped; no event follows. Throws `unknownStream`.
    package mutating func reset(_ id: YamuxStreamID) throws(YamuxStreamError) {
        guard let stream = remove(id) else { throw .unknownStream }
        if !stream.state.isSynOwed { outbox.appendReset(id) }
    }

    /// Tells the peer that no new streams are wanted: they are reset from now on. Open streams may finish.
    package mutating func goAway(_ code: YamuxGoAwayCode) {
        guard failure == nil, !outbox.isGoingAway else { return }
        outbox.appendGoAway(code)
    }

    /// Measures the round trip now, unless a measurement is under way; a `roundTrip` event follows.
    package mutating func ping(now: Instant) {
        guard failure == nil, let value = keepAlive.ping(now: now) else { return }
        outbox.setPing(value)
    }

    /// Does what is due: pings, and giving back memory that idle streams hold.
    ///
    /// - Throws: `keepAliveTimedOut`.
    package mutating func handleTimeout(now: Instant) throws(YamuxError) {
        if let failure { throw failure }
        do throws(YamuxError) {
            guard let value = try keepAlive.handleTimeout(now: now) else { return }
            outbox.setPing(value)
        } catch {
            throw fail(error)
        }
        releaseSpareMemory()
    }

    // MARK: - Outputs

    /// Takes the next event.
    package mutating func pollEvent() -> YamuxEvent? {
        events.popFirst()
    }

    /// When ``handleTimeout(now:)`` is to be called; nil after a failure.
    package var nextDeadline: Instant? {
        failure == nil ? keepAlive.deadline : nil
    }

    // MARK: - Queries

    /// The number of open streams.
    package var streamCount: Int { table.count }

    /// The open streams, in the order of their identifiers.
    package var streamIDs: [YamuxStreamID] { table.ids.ordered() }

    /// Whether that stream is open.
    package func isOpen(_ id: YamuxStreamID) -> Bool { table.slot(of: id) != nil }

    /// The number of bytes that can be read from a stream now; 0 when there is no such stream.
    package func readableByteCount(of id: YamuxStreamID) -> Int {
        table.slot(of: id).map { table.streams[$0].received.count } ?? 0
    }

    /// The receive windows of all streams together, in bytes.
    package var receiveWindowBytes: UInt64 { windowBytes }

    /// The size of a stream's receive window in bytes; nil when there is no such stream.
    package func receiveWindow(of id: YamuxStreamID) -> UInt32? {
        table.slot(of: id).map { table.streams[$0].receiveWindow.target }
    }

    /// The round-trip time of the connection; nil before the first ping came back.
    package var roundTrip: Interval? { roundTripEstimate.estimate }

    /// Whether streams can no longer be opened, because one of the ends went away or the connection failed.
    package var isGoingAway: Bool { failure != nil || isRemoteGoingAway || outbox.isGoingAway }
}
