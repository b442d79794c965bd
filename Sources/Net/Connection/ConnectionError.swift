/// Why a connection failed. Every case ends the connection; none affects another one.
public enum ConnectionError: Error, Equatable, Sendable {
    /// The peer's fault: multistream-select was broken while agreeing on security or muxer.
    case multistream(MultistreamError)
    /// The peer speaks no `/noise`.
    case securityRefused
    /// The peer speaks no `/yamux/1.0.0`.
    case muxerRefused
    /// The peer's fault: a Noise handshake message or record was wrong.
    case noise(NoiseError)
    /// The peer's fault: Yamux was broken.
    case yamux(YamuxError)
    /// The peer proved another identity than the one that was dialled.
    case identityMismatch(expected: PeerID, actual: PeerID)
    /// The peer is ourselves.
    case selfDial
    /// The handshake did not end in time.
    case handshakeTimedOut
    /// The peer did not read what we sent for too long.
    case stalled
    /// The peer did not answer keep-alive pings.
    case unresponsive
    /// The peer closed the socket in the middle of the handshake or of a record.
    case truncated
    /// A limit of ours forbids the connection.
    case limitReached(ConnectionLimit)
}
