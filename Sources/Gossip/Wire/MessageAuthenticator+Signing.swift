import Net

extension MessageAuthenticator {
    /// The length of a checksum: that of an Ed25519 signature.
    private static var checksumBytes: Int { 64 }

    /// The signature of bytes that begin with the domain separator.
    func sign(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .identity(let keyPair): return keyPair.sign(bytes)
        case .checksum: return Self.checksum(of: bytes)
        }
    }

    /// Whether `signature` is that of `author`.
    ///
    /// - Parameter key: The public key that came with the message; it has to be the author's.
    func isValid(
        _ signature: ArraySlice<UInt8>,
        for bytes: [UInt8],
        author: PeerID,
        key: ArraySlice<UInt8>?
    ) -> Bool {
        switch self {
        case .identity:
            guard let publicKey = Self.publicKey(of: author, key: key) else { return false }
            return publicKey.isValid(signature: signature, for: bytes)
        case .checksum:
            return signature.elementsEqual(Self.checksum(of: bytes))
        }
    }

    private static func publicKey(of author: PeerID, key: ArraySlice<UInt8>?) -> PublicKey? {
        guard let key, !key.isEmpty else { return author.embeddedPublicKey }
        do {
            let publicKey = try PublicKey(protobuf: key)
            return PeerID(publicKey: publicKey) == author ? publicKey : nil
        } catch {
            return nil
        }
    }

    /// FNV-1a, repeated to the length of a signature.
    private static func checksum(of bytes: [UInt8]) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return (0..<checksumBytes).map { UInt8(truncatingIfNeeded: hash >> UInt64(8 * ($0 % 8))) }
    }
}
