/// The DER form in which ECDSA and RSA keys stand in libp2p's key message (RFC 5280, section 4.1;
/// libp2p/specs, peer-ids, "Key Types").
///
/// DER has one form for everything, so the bytes in front of a key follow from its kind and its length: they
/// are compared, not parsed.
enum SubjectPublicKeyInfo {
    /// The length of an uncompressed point of P-256, in bytes.
    static let p256PointBytes = 65

    /// The longest RSA key in PKCS #1 form, in bytes: a modulus of 8192 bits and an exponent of 33, with
    /// their headers.
    static let maximumRSAKeyBytes = 1100

    /// Object identifiers 1.2.840.10045.2.1 (an elliptic-curve key) and 1.2.840.10045.3.1.7 (P-256).
    private static let p256Algorithm: [UInt8] = [
        0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE,
        0x3D,
        0x03, 0x01, 0x07,
    ]

    /// Object identifier 1.2.840.113549.1.1.1 (an RSA key) and its empty parameters.
    private static let rsaAlgorithm: [UInt8] = [
        0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
    ]

    /// The uncompressed point of a P-256 key; nil when the bytes are of another form.
    static func p256Point(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        key(in: bytes, algorithm: p256Algorithm, keyBytes: p256PointBytes)
    }

    /// The PKCS #1 form inside an RSA key; nil when the bytes are of another form.
    static func rsaKey(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        // The key is the last thing in the bytes. It begins with 30 82 and a length of two bytes, at 2048
        // bits and more.
        let headerBytes = 4 + rsaAlgorithm.count + 5
        guard bytes.count > headerBytes, bytes.count - headerBytes <= maximumRSAKeyBytes else { return nil }
        return key(in: bytes, algorithm: rsaAlgorithm, keyBytes: bytes.count - headerBytes)
    }

    private static func key(
        in bytes: ArraySlice<UInt8>,
        algorithm: [UInt8],
        keyBytes: Int
    ) -> ArraySlice<UInt8>? {
        // A bit string begins with the number of unused bits in its last byte.
        let bitString = [0x03] + length(keyBytes + 1) + [0x00]
        let content = algorithm + bitString
        let header = [0x30] + length(content.count + keyBytes) + content
        guard bytes.count == header.count + keyBytes, bytes.starts(with: header) else { return nil }
        return bytes.dropFirst(header.count)
    }

    /// DER's length, shortest form (X.690, section 10.1).
    private static func length(_ count: Int) -> [UInt8] {
        switch count {
        case ..<0x80: [UInt8(count)]
        case ..<0x100: [0x81, UInt8(count)]
        default: [0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
        }
    }
}
