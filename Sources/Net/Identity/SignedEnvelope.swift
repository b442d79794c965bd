/// A payload that a peer vouches for, to be passed on by anybody (libp2p/specs, RFC 0002).
public struct SignedEnvelope: Hashable, Sendable {
    /// The longest envelope that is read, in bytes: what rust-libp2p allows a whole identify message, four
    /// times.
    public static let maximumBytes = 16_384

    /// The longest name of a payload's type, in bytes.
    public static let maximumPayloadTypeBytes = 64

    /// Who vouches.
    public let publicKey: PublicKey

    /// What kind of payload it is.
    public let payloadType: [UInt8]

    /// What is vouched for.
    public let payload: [UInt8]

    private let signature: [UInt8]

    /// Signs a payload.
    ///
    /// - Parameters:
    ///   - payload: What is vouched for.
    ///   - payloadType: What kind of payload it is: a multicodec, or what the domain agrees on.
    ///   - domain: What the signature is for; the reader has to name the same.
    ///   - keyPair: Who vouches.
    public init(payload: [UInt8], payloadType: [UInt8], domain: String, keyPair: KeyPair) {
        self.payload = payload
        self.payloadType = payloadType
        publicKey = keyPair.publicKey
        signature = keyPair.sign(Self.signedBytes(domain, payloadType[...], payload[...]))
    }

    /// Reads an envelope and checks its signature. Unknown fields are skipped.
    ///
    /// - Throws: An `EnvelopeError` but those of the payload.
    public init(bytes: ArraySlice<UInt8>, domain: String) throws(EnvelopeError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong }
        var fields: (key: ArraySlice<UInt8>?, type: ArraySlice<UInt8>?, signature: ArraySlice<UInt8>?)
        var payload: ArraySlice<UInt8> = []
        do throws(ProtobufError) {
            var reader = ProtobufReader(bytes)
            while let field = try reader.next() {
                switch field.number {
                case 1: fields.key = try field.bytes()
                case 2: fields.type = try field.bytes()
                case 3: payload = try field.bytes()
                case 5: fields.signature = try field.bytes()
                default: break
                }
            }
        } catch {
            throw .malformed
        }
        guard let key = fields.key, let type = fields.type, let signature = fields.signature,
            type.count <= Self.maximumPayloadTypeBytes
        else { throw .malformed }
        do throws(KeyError) {
            publicKey = try PublicKey(protobuf: key)
        } catch {
            throw .publicKey(error)
        }
        guard publicKey.isValid(signature: signature, for: Self.signedBytes(domain, type, payload)) else {
            throw .invalidSignature
        }
        payloadType = Array(type)
        self.payload = Array(payload)
        self.signature = Array(signature)
    }

    /// The protobuf form.
    public var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, bytes: publicKey.protobuf)
        writer.append(2, bytes: payloadType)
        writer.append(3, bytes: payload)
        writer.append(5, bytes: signature)
        return writer.bytes
    }

    /// Domain, type and payload, each with its length in front, so that none can pass for part of another.
    private static func signedBytes(
        _ domain: String,
        _ type: ArraySlice<UInt8>,
        _ payload: ArraySlice<UInt8>
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in [[UInt8](domain.utf8)[...], type, payload] {
            Varint.append(UInt64(part.count), to: &bytes)
            bytes.append(contentsOf: part)
        }
        return bytes
    }
}
