/// What a transport driver tells the core. Received bytes alone have a method of their own: they are lent for
/// the time of the call, and an enum can only hold what it owns.
public enum TransportInput: Sendable {
    /// The listener is bound; the addresses carry real ports, one address per interface where the platform
    /// tells them.
    case listening(ListenerID, [Multiaddr])
    /// One address of a listener went away; the listener itself goes on.
    case addressExpired(ListenerID, Multiaddr)
    /// The listener could not be bound; it is gone.
    case listenFailed(ListenerID, TransportError)
    /// The listener ended: by our request (`nil`) or for the reason given.
    case listenerClosed(ListenerID, TransportError?)
    /// A listener accepted a connection, which is open from now on. A core that has no room for it answers
    /// with `abort`.
    case accepted(ConnectionID, on: ListenerID, local: Multiaddr, remote: Multiaddr)
    /// A dial succeeded.
    case connected(ConnectionID, local: Multiaddr?, remote: Multiaddr)
    /// A dial failed; the connection's id is forgotten.
    case connectFailed(ConnectionID, TransportError)
    /// The peer half-closed: no more bytes will come. Ours still go out.
    case ended(ConnectionID)
    /// The socket is gone, by our request (`nil`) or for the reason given. Nothing more is said of this id.
    case closed(ConnectionID, TransportError?)
    /// That many of the taken bytes were handed to the kernel: the backlog shrank.
    case sent(ConnectionID, byteCount: Int)
}
