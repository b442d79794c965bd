/// The events of a swarm, in the order in which they happened.
public enum SwarmEvent: Sendable {
    /// We listen at this address (real port, no `/p2p`).
    case listening(ListenerID, Multiaddr)
    /// A listener could not be bound.
    case listenFailed(ListenerID, Multiaddr, TransportError)
    /// We listen at this address no longer: by request (`nil`) or for the reason given. Once per address.
    case listenerClosed(ListenerID, Multiaddr, TransportError?)

    /// The first connection of that peer is there: identity proved, muxer ready.
    case connected(PeerID, ConnectionID, address: Multiaddr, Direction)
    /// From now on another connection of that peer carries its new streams: a newer one, or one that is left.
    case carrierChanged(PeerID, ConnectionID)
    /// The last connection of that peer is gone.
    case disconnected(PeerID, DisconnectReason)
    /// A dial to this address came to nothing. An address that is kept is dialled again.
    case dialFailed(Multiaddr, DialError)

    /// The peer described itself for the first time, or changed its description.
    case identified(PeerID, IdentifyInfo)
    /// A ping came back.
    case roundTrip(PeerID, Interval)

    /// Something happened to a stream of the program.
    case stream(StreamID, StreamEvent)
}
