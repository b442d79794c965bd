/// Why a signed envelope, or the peer record in it, cannot be believed. Whoever made it is at fault; ignore
/// it.
public enum EnvelopeError: Error, Equatable {
    /// Longer than `SignedEnvelope.maximumBytes`.
    case tooLong
    /// The envelope is not the protobuf message, or lacks a field.
    case malformed
    /// The signer's key cannot be used.
    case publicKey(KeyError)
    /// The signature is not the key's, or is for another domain.
    case invalidSignature
    /// The payload is of another type than the one asked for.
    case unexpectedPayloadType
    /// The payload is not the protobuf message, or lacks a field.
    case malformedPayload
    /// The record is about another peer than the one that signed it.
    case signedByAnotherPeer
    /// The record has more addresses than `PeerRecord.maximumAddresses`.
    case tooManyAddresses
}
