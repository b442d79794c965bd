/// Why no stream can be opened now.
package enum YamuxOpenError: Error, Hashable, Sendable {
    /// ``YamuxConfiguration/maximumOutboundStreams`` are open. Some must close first.
    case tooManyStreams
    /// The peer has not yet acknowledged ``YamuxConfiguration/acknowledgementBacklog`` streams. Try again
    /// later.
    case tooManyUnacknowledgedStreams
    /// One of the two ends has gone away: open the stream on another connection.
    case goingAway
    /// All 2^31 identifiers of this end have been used: open the stream on another connection.
    case identifiersExhausted
}
