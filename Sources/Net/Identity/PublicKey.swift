/// A peer's public identity key, which its peer id is derived from and which its signatures are checked with.
///
/// See libp2p/specs, peer-ids.
public struct PublicKey: Hashable, Sendable {
    /// The kind of a key.
    public enum Kind: Hashable, Sendable {
        /// Ed25519 (RFC 8032), 32 bytes.
        case ed25519
    }

    /// The longest protobuf form that is looked at, in bytes.
    public static let maximumProtobufBytes = 4096

    /// What kind of key this is.
    public let kind: Kind

    /// The key in the form of its kind, without the protobuf message around it.
    public let data: [UInt8]

    /// An Ed25519 key.
    ///
    /// - Throws: `wrongLength` unless there are 32 bytes.
    public init(ed25519 bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard bytes.count == 32 else { throw .wrongLength }
        kind = .ed25519
        data = Array(bytes)
    }

    /// The key that BoringSSL derived from a seed: its length is known.
    init(derivedEd25519 bytes: [UInt8]) {
        kind = .ed25519
        data = bytes
    }

    /// Reads the protobuf form, which has to be canonical.
    ///
    /// - Throws: `malformed`, `unsupportedType` or `wrongLength`.
    public init(protobuf bytes: ArraySlice<UInt8>) throws(KeyError) {
        guard bytes.count <= Self.maximumProtobufBytes else { throw .wrongLength }
        let message = try KeyMessage(bytes: bytes)
        guard message.type == KeyType.ed25519 else { throw .unsupportedType(message.type) }
        try self.init(ed25519: message.data)
    }

    /// The canonical protobuf form.
    public var protobuf: [UInt8] {
        KeyMessage(type: KeyType.ed25519, data: data[...]).bytes
    }

    /// Whether the owner of this key signed exactly `message`.
    public func isValid(signature: ArraySlice<UInt8>, for message: ArraySlice<UInt8>) -> Bool {
        BoringSSL.isValidEd25519Signature(signature, of: message, publicKey: data[...])
    }

    /// Whether the owner of this key signed exactly `message`.
    public func isValid(signature: ArraySlice<UInt8>, for message: [UInt8]) -> Bool {
        isValid(signature: signature, for: message[...])
    }
}
