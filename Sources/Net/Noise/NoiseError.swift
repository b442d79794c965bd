/// Why a secure channel cannot be made or used any more. Close the connection; nothing that was in flight
/// counts.
public enum NoiseError: Error, Equatable {
    /// A record too short for what it has to hold, or a first message of another length than its 32 bytes.
    case invalidRecordLength
    /// A tag is wrong: the record was changed on its way, or is no record of this channel. The state is as
    /// before.
    case decryptionFailed
    /// All 2^64 - 1 nonces of a key are used up (Noise revision 34, section 5.1).
    case nonceExhausted
    /// The peer's key is a point of low order, which would make the secret known to everybody.
    case unusableKey
    /// The handshake payload is not the protobuf message, has a field twice, or is longer than the limits.
    case malformedPayload
    /// The handshake payload has no identity key or no signature.
    case missingIdentity
    /// The identity key is not one that can be checked.
    case identityKey(KeyError)
    /// The identity key did not sign the channel's static key.
    case invalidSignature
    /// The peer proved to be somebody else than the one that was dialled.
    case identityMismatch(expected: PeerID, proved: PeerID)
    /// Both sides listed muxers, and none is in both lists.
    case noCommonMuxer
}
