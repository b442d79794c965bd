/// What a swarm tells the program above it, in the order in which it happened.
public enum SwarmEvent: Sendable {
    /// We listen at this address (real port, no `/p2p`).
    case listening(ListenerID, Multiaddr)
    /// A listener could not be bound.
    case listenFailed(ListenerID, Multiaddr, TransportError)
    /// We listen at this address no longer: by request (`nil`) or for the reason given. Said once per address.
    case listenerClosed(ListenerID, Multiaddr, TransportError?)

    /// The first connection of that peer is there: identity proved, muxer ready.
    case connected(PeerID, ConnectionID, address: Multiaddr, Direction)
    /// The last connection of that peer is gone.
    case disconnected(PeerID, DisconnectReason)
    /// A dial to this address came to nothing. An address that is kept is dialled again.
    case dialFailed(Multiaddr, DialError)

    /// The peer told about itself for the first time, or told something new.
    case identified(PeerID, IdentifyInfo)
    /// A ping came back.
    case roundTrip(PeerID, Interval)

    /// A stream is ready and its protocol agreed on. For an outbound stream this answers `openStream`.
    case streamOpened(StreamID, PeerID, protocol: String, Direction)
    /// The peer speaks none of the protocols proposed for an outbound stream, or reset the stream before it said that it does, or
    /// did not say it in time; the stream is gone.
    case streamRefused(StreamID, PeerID)
    /// There is something to read. Said again only after a read has found less than it asked for.
    case streamReadable(StreamID)
    /// A write that was cut short would now be accepted further.
    case streamWritable(StreamID)
    /// The peer half-closed: what is buffered can still be read, then nothing more comes.
    case streamEnded(StreamID)
    /// Both directions ended in good order; the stream is gone.
    case streamClosed(StreamID)
    /// The stream was reset by the peer, or went down with its connection, which may happen before its protocol is agreed on; the
    /// stream is gone.
    case streamReset(StreamID)
}
