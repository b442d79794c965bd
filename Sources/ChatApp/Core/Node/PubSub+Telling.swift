import Net
import PubSub

/// Streams on which a peer tells something and closes.
extension PubSub {
    /// What there is to read of a telling; nothing where the stream is broken, whose end is told by an event.
    mutating func telling(_ stream: StreamID, maximum: Int, now: Instant) -> [UInt8] {
        do throws(StreamError) {
            return try read(stream, maximum: maximum, now: now)
        } catch {
            return []
        }
    }
}
