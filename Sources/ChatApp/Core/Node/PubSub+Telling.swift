import Net
import PubSub

/// Streams on which a peer tells something and closes.
extension PubSub {
    /// Something has happened to a stream on which peers tell who they are, or to none that is ours.
    ///
    /// - Returns: Who has told which nick, when that is complete.
    mutating func receive(
        _ event: StreamEvent,
        of stream: StreamID,
        _ introductions: inout Introductions,
        now: Instant
    ) -> (peer: PeerID, nick: Nick)? {
        switch event {
        case .opened(let peer, _, .inbound):
            if !introductions.receiveStream(stream, of: peer, now: now) { reset(stream, now: now) }
        case .readable where introductions.isReading(stream):
            let bytes = telling(stream, maximum: Introductions.maximumBytes + 1, now: now)
            if !introductions.receive(bytes, on: stream) { reset(stream, now: now) }
        case .ended where introductions.isReading(stream):
            let rest = telling(stream, maximum: Introductions.maximumBytes + 1, now: now)
            let isComplete = introductions.receive(rest, on: stream)
            // Both directions: nothing is answered.
            reset(stream, now: now)
            return isComplete ? introductions.receiveEnd(of: stream) : nil
        case .closed, .reset, .refused: introductions.receiveLoss(of: stream)
        case .opened, .readable, .ended, .writable: break
        }
        return nil
    }

    /// What there is to read of a telling; nothing where the stream is broken, whose end is told by an event.
    private mutating func telling(_ stream: StreamID, maximum: Int, now: Instant) -> [UInt8] {
        do throws(StreamError) {
            return try read(stream, maximum: maximum, now: now)
        } catch {
            return []
        }
    }
}
