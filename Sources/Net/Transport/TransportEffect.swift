/// What the core asks of its transport driver. An effect for an id that the driver no longer knows is
/// ignored.
public enum TransportEffect: Hashable, Sendable {
    /// Bind and listen; answered by `listening` or `listenFailed`.
    case listen(ListenerID, Multiaddr)
    /// Stop listening; answered by `listenerClosed`. Accepted connections stay.
    case closeListener(ListenerID)
    /// Dial; answered by `connected`, whose remote address names the peer that is expected where a `/dnsaddr`
    /// stood for several, or by `connectFailed`. The driver resolves names and tries their addresses one
    /// after another, each with a head start of `TransportConfiguration.attemptDelay`; after `dialTimeout` in
    /// all the dial has failed.
    case connect(ConnectionID, Multiaddr)
    /// `takeOutbound` has bytes to write.
    case flush(ConnectionID)
    /// Take what is ready, write it, then send FIN; reading goes on.
    case closeWrite(ConnectionID)
    /// Close gracefully: take what is ready, write it, send FIN, and drop the socket when the peer has closed
    /// too. What the peer still sends is read and dropped, for a socket that is closed with unread bytes is
    /// reset, and the reset destroys what is on its way to the peer. It ends early only for lack of progress:
    /// when the kernel has taken nothing and the peer has sent nothing for
    /// `TransportConfiguration.lingerInterval`.
    case close(ConnectionID)
    /// Drop the socket (or abandon the dial) at once.
    case abort(ConnectionID)
    /// Read no more from this socket until `resumeReading`, so that the peer feels the backpressure.
    case pauseReading(ConnectionID)
    /// Read again.
    case resumeReading(ConnectionID)
}
