/// Where one connection stands, from the dial or the accepted socket to its end.
enum ConnectionState {
    /// The driver was asked for a socket, or the handshake runs on it.
    case pending(PendingConnection)
    /// The peer is known, and streams can be opened.
    case established(EstablishedConnection)
    /// Nobody uses it any more: what was written goes out, then the socket closes.
    case closing(ClosingConnection)
}
