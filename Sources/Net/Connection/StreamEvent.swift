/// The events of one stream, in the order in which they happened.
public enum StreamEvent: Equatable, Sendable {
    /// Its protocol is agreed on. For a stream of ours this answers `openStream`.
    case opened(PeerID, protocol: String, Direction)
    /// The peer speaks none of the protocols that we proposed, or reset the stream before it said that it
    /// does, or did not say it in time. The stream is gone.
    case refused
    /// There is something to read. Repeated only after a read has found less than it asked for.
    case readable
    /// A write that was cut short may be continued.
    case writable
    /// The peer half-closed: what is buffered can still be read, then nothing more comes.
    case ended
    /// Both directions were closed. The stream is gone.
    case closed
    /// The stream was reset by the peer, or went down with its connection, which may happen before its
    /// protocol is agreed on. The stream is gone.
    case reset
}
