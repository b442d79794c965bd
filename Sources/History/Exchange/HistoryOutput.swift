public import Net

/// What the driver of history is to do, or to tell.
public enum HistoryOutput: Equatable, Sendable {
    /// Open a stream of `HistoryExchange.protocolName`, and report how that went.
    case open(HistorySessionID, PeerID)
    /// Write to the stream; `receiveWritten` once all of it was taken.
    case write(HistorySessionID, [UInt8])
    /// Close our direction of the stream, after what was written. The session is over.
    case close(HistorySessionID)
    /// Reset the stream. The session is over.
    case reset(HistorySessionID)
    /// A message was brought that is new here. It is kept.
    case late(topic: String, HistoryRecord)
    /// A session has ended in which messages came.
    case caughtUp(CatchUpReport)
    /// A message is kept from now on: a store is to keep it too.
    case keep(topic: String, HistoryRecord)
    /// Messages are not kept any longer.
    case drop(topic: String, [HistoryItem])
}
