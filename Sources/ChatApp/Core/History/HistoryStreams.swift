import HearsayCollections
import History
import Net
import PubSub

/// The streams of history's sessions: what is still to be written to each, and which of them can be read.
struct HistoryStreams {
    private struct Stream {
        let id: StreamID
        /// What the stream has not taken yet.
        var unsent = ByteQueue()
        /// Nothing more is to be written, and what comes is of no use.
        var isOver = false
        /// The peer has said all.
        var hasEnded = false
        /// There is something to read, once everything is written.
        var isHeld = false
    }

    /// How many streams that are over may stay open.
    private static let maximumClosing = 16
    /// How much is read of one before it is the turn of the next, in bytes.
    private static let readBytes = 16_384

    private var streams: [HistorySessionID: Stream] = [:]
    private var sessions: [StreamID: HistorySessionID] = [:]
    /// Those that are over and still open, the oldest first: their peers have not closed them yet.
    private var closing: [HistorySessionID] = []
    /// In turn.
    private var readable = Fifo<HistorySessionID>()

    /// The session of a stream; nil where it is none of history.
    func session(of stream: StreamID) -> HistorySessionID? { sessions[stream] }

    /// The stream of a session that is not over.
    func openStream(of session: HistorySessionID) -> StreamID? {
        streams[session].flatMap { $0.isOver ? nil : $0.id }
    }

    /// The session has a stream.
    mutating func add(_ stream: StreamID, for session: HistorySessionID) {
        streams[session] = Stream(id: stream)
        sessions[stream] = session
    }

    /// The stream is gone, or of no more use.
    mutating func remove(_ session: HistorySessionID) -> StreamID? {
        guard let stream = streams.removeValue(forKey: session) else { return nil }
        sessions[stream.id] = nil
        if stream.isOver { closing.removeAll { $0 == session } }
        return stream.id
    }

    /// There is something to read, or the end was announced.
    mutating func receiveReadable(_ session: HistorySessionID, hasEnded: Bool) {
        if hasEnded { streams[session]?.hasEnded = true }
        readable.append(session)
    }

    /// Reads once.
    ///
    /// - Returns: What was read and the session that it is for, and whether the stream has come to its end;
    ///   nil where nothing can be read.
    mutating func read(
        _ pubsub: inout PubSub,
        now: Instant
    ) -> (session: HistorySessionID, bytes: [UInt8], isEnd: Bool)? {
        while let session = readable.popFirst() {
            guard let stream = streams[session] else { continue }
            // Who does not read our answers asks no more.
            guard stream.unsent.isEmpty else {
                streams[session]?.isHeld = true
                continue
            }
            var bytes: [UInt8] = []
            do throws(StreamError) {
                bytes = try pubsub.read(stream.id, maximum: Self.readBytes, now: now)
            } catch {
                // The stream is broken: its end is told by an event.
                continue
            }
            let isDrained = bytes.count < Self.readBytes
            if !isDrained { readable.append(session) }
            let isEnd = isDrained && stream.hasEnded
            if stream.isOver, !isEnd { continue }
            return (session, stream.isOver ? [] : bytes, isEnd)
        }
        return nil
    }

    /// Queues bytes; returns whether all were taken at once.
    mutating func write(
        _ bytes: [UInt8],
        to session: HistorySessionID,
        _ pubsub: inout PubSub,
        now: Instant
    ) -> Bool {
        streams[session]?.unsent.append(bytes[...])
        return flush(session, &pubsub, now: now)
    }

    /// Writes what waits; returns whether that was all.
    mutating func flush(_ session: HistorySessionID, _ pubsub: inout PubSub, now: Instant) -> Bool {
        guard let stream = streams[session] else { return false }
        do throws(StreamError) {
            let count = try pubsub.write(stream.unsent.prefix(.max), to: stream.id, now: now)
            _ = streams[session]?.unsent.removeFirst(count)
        } catch {
            // The stream is broken: its end is told by an event.
            return false
        }
        guard streams[session]?.unsent.isEmpty == true else { return false }
        if stream.isHeld {
            streams[session]?.isHeld = false
            readable.append(session)
        }
        if stream.isOver { pubsub.closeWrite(stream.id, now: now) }
        return true
    }

    /// Everything was said: our direction is closed once it has left.
    mutating func close(_ session: HistorySessionID, _ pubsub: inout PubSub, now: Instant) {
        streams[session]?.isOver = true
        _ = flush(session, &pubsub, now: now)
        // What still comes is read, and left at that.
        readable.append(session)
        closing.append(session)
        if closing.count > Self.maximumClosing, let oldest = remove(closing[0]) {
            pubsub.reset(oldest, now: now)
        }
    }
}
