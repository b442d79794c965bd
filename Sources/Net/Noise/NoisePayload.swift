/// What libp2p puts into the second and the third handshake message (libp2p/specs, noise, "The libp2p
/// Handshake Payload").
struct NoisePayload: Equatable {
    /// The longest signature that is accepted, in bytes: that of an RSA key of 8192 bits.
    static let maximumSignatureBytes = 1024

    /// The most muxers that a peer may list.
    static let maximumMuxers = 32

    /// The longest name of a muxer, in bytes.
    static let maximumMuxerBytes = 256

    /// What is signed together with the static key, so that no other signature can be passed off as one for a
    /// channel.
    static let signaturePrefix = [UInt8]("noise-libp2p-static-key:".utf8)

    /// The identity key in protobuf form.
    var identityKey: [UInt8]

    /// By the identity key, of the prefix and the static key.
    var signature: [UInt8]

    /// The muxers that the sender speaks, in its order of preference; empty when it takes no part in early
    /// negotiation.
    var muxers: [String] = []

    init(identityKey: [UInt8], signature: [UInt8], muxers: [String]) {
        self.identityKey = identityKey
        self.signature = signature
        self.muxers = muxers
    }

    /// Reads a payload; unknown fields and extensions are skipped.
    ///
    /// Throws `malformedPayload` or `missingIdentity`.
    init(bytes: [UInt8]) throws(NoiseError) {
        var identityKey: ArraySlice<UInt8>?
        var signature: ArraySlice<UInt8>?
        var extensions: ArraySlice<UInt8>?
        do throws(ProtobufError) {
            var reader = ProtobufReader(bytes)
            while let field = try reader.next() {
                switch field.number {
                case 1: try Self.set(&identityKey, to: field)
                case 2: try Self.set(&signature, to: field)
                case 4: try Self.set(&extensions, to: field)
                default: break
                }
            }
        } catch {
            throw .malformedPayload
        }
        guard let identityKey, let signature else { throw .missingIdentity }
        guard identityKey.count <= PublicKey.maximumProtobufBytes,
            signature.count <= Self.maximumSignatureBytes
        else { throw .malformedPayload }
        self.init(
            identityKey: Array(identityKey),
            signature: Array(signature),
            muxers: try Self.readMuxers(extensions ?? [])
        )
    }

    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, bytes: identityKey)
        writer.append(2, bytes: signature)
        if !muxers.isEmpty {
            writer.append(4) { extensions in
                for muxer in muxers {
                    extensions.append(2, string: muxer)
                }
            }
        }
        return writer.bytes
    }

    /// A field that stands there twice would mean different things to different readers.
    private static func set(
        _ value: inout ArraySlice<UInt8>?,
        to field: ProtobufField
    ) throws(ProtobufError) {
        guard value == nil else { throw .wrongType }
        value = try field.bytes()
    }

    private static func readMuxers(_ extensions: ArraySlice<UInt8>) throws(NoiseError) -> [String] {
        var muxers: [String] = []
        do throws(ProtobufError) {
            var reader = ProtobufReader(extensions)
            while let field = try reader.next() {
                guard field.number == 2 else { continue }
                guard muxers.count < maximumMuxers, try field.bytes().count <= maximumMuxerBytes else {
                    throw .wrongType
                }
                muxers.append(try field.string())
            }
        } catch {
            throw .malformedPayload
        }
        return muxers
    }
}
