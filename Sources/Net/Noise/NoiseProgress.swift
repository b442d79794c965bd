/// How far a secure channel's handshake has come.
package enum NoiseProgress {
    /// More bytes from the peer are needed.
    case handshaking
    /// Both sides are authenticated. `leftover` is what the peer sent behind its last message: feed it to the
    /// transport.
    case finished(NoiseSession, leftover: ArraySlice<UInt8>)
}
