/// The events of a `PeerHost`, in the order in which they happened.
public enum HostEvent: Sendable {
    /// We listen at this address; it ends with our `/p2p`, so that others can dial it as it stands.
    case listening(Multiaddr)
    /// The address could not be listened on.
    case listenFailed(Multiaddr, TransportError)
    /// We listen at this address no longer: by request (`nil`) or for the reason given.
    case listenerClosed(Multiaddr, TransportError?)

    /// A peer is connected, and has proved that it is the one.
    case connected(PeerID, address: Multiaddr, Direction)
    /// The last connection of the peer is gone. Each of its streams has had its end before.
    case disconnected(PeerID, DisconnectReason)
    /// A dial failed. An address that is kept is dialled again.
    case dialFailed(Multiaddr, DialError)
    /// The peer described itself: its program, protocols and addresses. None of that is proved.
    case identified(PeerID, IdentifyInfo)
    /// A round trip to the peer was measured.
    case roundTrip(PeerID, Interval)

    /// A stream is ready and its protocol agreed on: one of ours (outbound) or the peer's. For requests
    /// nothing is told here.
    case opened(StreamID, PeerID, protocol: String, Direction)
    /// Bytes came, or one whole message where the protocol has messages.
    case received(StreamID, [UInt8])
    /// The peer has sent everything on this stream. Ours may go on, until `finish`.
    case ended(StreamID)
    /// Everything that was given to `send` has been passed on, after some of it had to wait.
    case drained(StreamID)
    /// The stream is gone.
    case closed(StreamID, StreamEnd)

    /// A peer asks something; to be answered by `respond`, or refused by `reset`.
    case request(StreamID, from: PeerID, protocol: String, body: [UInt8])
    /// The answer to our `request`.
    case response(StreamID, body: [UInt8])
    /// There will be no answer to our `request`.
    case requestFailed(StreamID, RequestError)

    /// The time that was set by `PeerHost.setTimer` has come.
    case timer
}
