/// What the core asks of its transport driver. An effect for an id that the driver no longer knows is ignored.
public enum TransportEffect: Hashable, Sendable {
    /// Bind and listen; answered by `listening` or `listenFailed`.
    case listen(ListenerID, Multiaddr)
    /// Stop listening; answered by `listenerClosed`. Accepted connections stay.
    case closeListener(ListenerID)
    /// Dial; answered by `connected`, whose remote address names the peer that is expected where a `/dnsaddr` stood for several, or
    /// by `connectFailed`. The driver resolves names, tries their addresses in a staggered
    /// row, and gives up after 10 seconds in all.
    case connect(ConnectionID, Multiaddr)
    /// `takeOutbound` has bytes to write.
    case flush(ConnectionID)
    /// Send FIN once every taken byte went out; reading goes on.
    case closeWrite(ConnectionID)
    /// Close gracefully: write what was taken, send FIN, drop the socket when the peer closes too or after 1 second.
    case close(ConnectionID)
    /// Drop the socket (or abandon the dial) at once.
    case abort(ConnectionID)
    /// Read no more from this socket until `resumeReading`, so that the peer feels the backpressure.
    case pauseReading(ConnectionID)
    /// Read again.
    case resumeReading(ConnectionID)
}
