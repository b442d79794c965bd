/// The chaining key, the handshake hash and the cipher of a handshake (Noise revision 34, section 5.2).
struct SymmetricState {
    private var chainingKey: [UInt8]

    /// `h`: binds the handshake to everything that was sent in it.
    private(set) var handshakeHash: [UInt8]

    /// Nil until the first MixKey: text is sent in the clear before.
    private var cipher: CipherState?

    /// InitializeSymmetric.
    init(protocolName: String) {
        let name = [UInt8](protocolName.utf8)
        handshakeHash =
            name.count <= SHA256.digestBytes
            ? name + [UInt8](repeating: 0, count: SHA256.digestBytes - name.count) : SHA256.hash(name)
        chainingKey = handshakeHash
    }

    /// MixKey.
    mutating func mixKey(_ keyMaterial: [UInt8]) {
        let (first, second) = HKDF.pair(secret: keyMaterial[...], salt: chainingKey)
        chainingKey = first
        cipher = CipherState(key: second)
    }

    /// MixHash.
    mutating func mixHash(_ data: ArraySlice<UInt8>) {
        var hash = SHA256()
        hash.update(handshakeHash[...])
        hash.update(data)
        handshakeHash = hash.finish()
    }

    /// EncryptAndHash: appends the encryption of `plaintext` to `message`. Empty text counts too.
    mutating func encryptAndHash(
        _ plaintext: ArraySlice<UInt8>,
        to message: inout [UInt8]
    ) throws(NoiseError) {
        let start = message.count
        message.append(contentsOf: plaintext)
        if cipher != nil {
            let end = message.count
            message.append(contentsOf: repeatElement(0, count: ChaChaPoly.tagBytes))
            try cipher?.encrypt(&message, plaintext: start..<end, authenticating: handshakeHash[...])
        }
        mixHash(message[start...])
    }

    /// DecryptAndHash. Empty text counts too.
    mutating func decryptAndHash(_ ciphertext: ArraySlice<UInt8>) throws(NoiseError) -> [UInt8] {
        var plaintext: [UInt8]
        if cipher == nil {
            plaintext = Array(ciphertext)
        } else {
            guard ciphertext.count >= ChaChaPoly.tagBytes else { throw .invalidRecordLength }
            plaintext = [UInt8](repeating: 0, count: ciphertext.count - ChaChaPoly.tagBytes)
            try cipher?.decrypt(ciphertext, into: &plaintext, authenticating: handshakeHash[...])
        }
        mixHash(ciphertext)
        return plaintext
    }

    /// How many bytes EncryptAndHash adds to a text now.
    var overhead: Int { cipher == nil ? 0 : ChaChaPoly.tagBytes }

    /// Split: the cipher of the initiator's messages and that of the responder's.
    func split() -> (initiator: CipherState, responder: CipherState) {
        let (first, second) = HKDF.pair(secret: [], salt: chainingKey)
        return (CipherState(key: first), CipherState(key: second))
    }
}
