import CCryptoBoringSSL

/// Every call into BoringSSL. This is the one file of the core that imports C and touches unsafe pointers;
/// each function checks the lengths that C takes on trust, so that no caller can make C read or write out of
/// bounds.
///
/// Both builds use the C module directly: it seals and opens in place, without an allocation per record, and
/// the Swift half of swift-crypto needs Foundation, which a component has not.
enum BoringSSL {
    static let keyBytes = 32
    static let ed25519PrivateKeyBytes = 64
    static let ed25519SignatureBytes = 64
    static let sha256DigestBytes = 32

    // MARK: - Digests and key streams

    struct SHA256Context {
        private var context = SHA256_CTX()

        init() {
            CCryptoBoringSSL_SHA256_Init(&context)
        }

        mutating func update(_ bytes: ArraySlice<UInt8>) {
            bytes.withUnsafeBufferPointer { input in
                _ = CCryptoBoringSSL_SHA256_Update(&context, input.baseAddress, input.count)
            }
        }

        mutating func finish() -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: sha256DigestBytes) { output, count in
                CCryptoBoringSSL_SHA256_Final(output.baseAddress, &context)
                count = sha256DigestBytes
            }
        }
    }

    static func chaCha20Keystream(
        key: [UInt8],
        nonce: [UInt8],
        firstBlock: UInt32,
        byteCount: Int
    ) -> [UInt8] {
        precondition(key.count == keyBytes && nonce.count == 12, "ChaCha20 has fixed sizes")
        var stream = [UInt8](repeating: 0, count: byteCount)
        stream.withUnsafeMutableBufferPointer { output in
            CCryptoBoringSSL_CRYPTO_chacha_20(
                output.baseAddress,
                output.baseAddress,
                output.count,
                key,
                nonce,
                firstBlock
            )
        }
        return stream
    }

    // MARK: - X25519

    static func x25519PublicKey(privateKey: [UInt8]) -> [UInt8] {
        precondition(privateKey.count == keyBytes, "an X25519 key is 32 bytes")
        return [UInt8](unsafeUninitializedCapacity: keyBytes) { output, count in
            CCryptoBoringSSL_X25519_public_from_private(output.baseAddress, privateKey)
            count = keyBytes
        }
    }

    /// Nil when the shared secret is all zeros, or the public key has another length.
    static func x25519SharedSecret(privateKey: [UInt8], publicKey: ArraySlice<UInt8>) -> [UInt8]? {
        precondition(privateKey.count == keyBytes, "an X25519 key is 32 bytes")
        guard publicKey.count == keyBytes else { return nil }
        var secret = [UInt8](repeating: 0, count: keyBytes)
        let isUsable = publicKey.withUnsafeBufferPointer { peer in
            CCryptoBoringSSL_X25519(&secret, privateKey, peer.baseAddress)
        }
        return isUsable == 1 ? secret : nil
    }

    // MARK: - Ed25519

    /// The private key is the seed followed by the public key.
    static func ed25519KeyPair(seed: ArraySlice<UInt8>) -> (publicKey: [UInt8], privateKey: [UInt8]) {
        precondition(seed.count == keyBytes, "an Ed25519 seed is 32 bytes")
        var publicKey = [UInt8](repeating: 0, count: keyBytes)
        var privateKey = [UInt8](repeating: 0, count: ed25519PrivateKeyBytes)
        seed.withUnsafeBufferPointer { seed in
            CCryptoBoringSSL_ED25519_keypair_from_seed(&publicKey, &privateKey, seed.baseAddress)
        }
        return (publicKey, privateKey)
    }

    static func ed25519Signature(of message: ArraySlice<UInt8>, privateKey: [UInt8]) -> [UInt8] {
        precondition(privateKey.count == ed25519PrivateKeyBytes, "an Ed25519 private key is 64 bytes")
        var signature = [UInt8](repeating: 0, count: ed25519SignatureBytes)
        let isSigned = message.withUnsafeBufferPointer { message in
            CCryptoBoringSSL_ED25519_sign(&signature, message.baseAddress, message.count, privateKey)
        }
        precondition(isSigned == 1, "Ed25519 signs every message")
        return signature
    }

    static func isValidEd25519Signature(
        _ signature: ArraySlice<UInt8>,
        of message: ArraySlice<UInt8>,
        publicKey: ArraySlice<UInt8>
    ) -> Bool {
        guard signature.count == ed25519SignatureBytes, publicKey.count == keyBytes else { return false }
        return message.withUnsafeBufferPointer { message in
            signature.withUnsafeBufferPointer { signature in
                publicKey.withUnsafeBufferPointer { key in
                    CCryptoBoringSSL_ED25519_verify(
                        message.baseAddress,
                        message.count,
                        signature.baseAddress,
                        key.baseAddress
                    ) == 1
                }
            }
        }
    }

    // MARK: - What peers of other implementations sign with

    /// Whether `point` is an uncompressed point of P-256.
    static func isP256Key(_ point: ArraySlice<UInt8>) -> Bool {
        withP256Key(point) { _ in true } ?? false
    }

    /// ECDSA on P-256, the signature in DER (SEC 1, section 4.1.4; RFC 3279, section 2.2.3).
    static func isValidP256Signature(
        _ signature: ArraySlice<UInt8>,
        ofDigest digest: [UInt8],
        point: ArraySlice<UInt8>
    ) -> Bool {
        let isValid = withP256Key(point) { key in
            signature.withUnsafeBufferPointer { signature in
                CCryptoBoringSSL_ECDSA_verify(
                    0,
                    digest,
                    digest.count,
                    signature.baseAddress,
                    signature.count,
                    key
                ) == 1
            }
        }
        return isValid ?? false
    }

    private static func withP256Key<Result>(
        _ point: ArraySlice<UInt8>,
        _ body: (OpaquePointer) -> Result
    ) -> Result? {
        guard let key = CCryptoBoringSSL_EC_KEY_new() else { return nil }
        defer { CCryptoBoringSSL_EC_KEY_free(key) }
        let isOnCurve = point.withUnsafeBufferPointer { point in
            CCryptoBoringSSL_EC_KEY_set_group(key, CCryptoBoringSSL_EC_group_p256()) == 1
                && CCryptoBoringSSL_EC_KEY_oct2key(key, point.baseAddress, point.count, nil) == 1
        }
        return isOnCurve ? body(key) : nil
    }

    /// The length in bits of the modulus in an RSAPublicKey in DER (RFC 8017, appendix A.1.1); nil when it is
    /// malformed, or the exponent is even or has more than 33 bits.
    static func rsaModulusBits(_ key: ArraySlice<UInt8>) -> Int? {
        withRSAKey(key) { Int(CCryptoBoringSSL_RSA_bits($0)) }
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2).
    static func isValidRSASignature(
        _ signature: ArraySlice<UInt8>,
        ofDigest digest: [UInt8],
        key: ArraySlice<UInt8>
    ) -> Bool {
        let isValid = withRSAKey(key) { key in
            signature.withUnsafeBufferPointer { signature in
                CCryptoBoringSSL_RSA_verify(
                    NID_sha256,
                    digest,
                    digest.count,
                    signature.baseAddress,
                    signature.count,
                    key
                ) == 1
            }
        }
        return isValid ?? false
    }

    private static func withRSAKey<Result>(
        _ key: ArraySlice<UInt8>,
        _ body: (OpaquePointer) -> Result
    ) -> Result? {
        let rsa = key.withUnsafeBufferPointer {
            CCryptoBoringSSL_RSA_public_key_from_bytes($0.baseAddress, $0.count)
        }
        guard let rsa else { return nil }
        defer { CCryptoBoringSSL_RSA_free(rsa) }
        return body(rsa)
    }
}

/// A ChaCha20-Poly1305 key as BoringSSL holds it: made once per key, not per record. A class, so that its end
/// frees the C object, which wipes the key.
///
/// `@unchecked Sendable`: the context is never written after `init`, and BoringSSL allows concurrent use of
/// one.
final class ChaChaPolyContext: @unchecked Sendable {
    private static let tagBytes = ChaChaPoly.tagBytes

    private let context: UnsafeMutablePointer<EVP_AEAD_CTX>

    init(key: [UInt8]) {
        precondition(key.count == BoringSSL.keyBytes, "a ChaCha20-Poly1305 key is 32 bytes")
        let aead = CCryptoBoringSSL_EVP_aead_chacha20_poly1305()
        guard let context = CCryptoBoringSSL_EVP_AEAD_CTX_new(aead, key, key.count, Self.tagBytes) else {
            preconditionFailure("out of memory: nothing else makes this call fail")
        }
        self.context = context
    }

    deinit {
        CCryptoBoringSSL_EVP_AEAD_CTX_free(context)
    }

    /// Encrypts `buffer[plaintext]` where it lies and writes the tag into the 16 bytes behind it, which must
    /// be there.
    func seal(
        _ buffer: inout [UInt8],
        plaintext: Range<Int>,
        nonce: ChaChaPoly.Nonce,
        authenticating additionalData: ArraySlice<UInt8>
    ) {
        precondition(
            plaintext.lowerBound >= 0 && plaintext.upperBound <= buffer.count - Self.tagBytes,
            "the caller leaves room for the tag"
        )
        buffer.withUnsafeMutableBufferPointer { buffer in
            additionalData.withUnsafeBufferPointer { additionalData in
                withBytes(of: nonce) { nonce in
                    let start = buffer.baseAddress.map { $0 + plaintext.lowerBound }
                    var length = 0
                    let isSealed = CCryptoBoringSSL_EVP_AEAD_CTX_seal(
                        context,
                        start,
                        &length,
                        plaintext.count + Self.tagBytes,
                        nonce.baseAddress,
                        nonce.count,
                        start,
                        plaintext.count,
                        additionalData.baseAddress,
                        additionalData.count
                    )
                    precondition(isSealed == 1, "lengths are checked above, so sealing cannot fail")
                }
            }
        }
    }

    /// Decrypts `buffer[ciphertext]`, whose last 16 bytes are the tag, where it lies.
    ///
    /// Returns whether the tag was right; otherwise the range is zeroed.
    func open(
        _ buffer: inout [UInt8],
        ciphertext: Range<Int>,
        nonce: ChaChaPoly.Nonce,
        authenticating additionalData: ArraySlice<UInt8>
    ) -> Bool {
        precondition(
            ciphertext.lowerBound >= 0 && ciphertext.upperBound <= buffer.count,
            "the range lies in the buffer"
        )
        return buffer.withUnsafeMutableBufferPointer { buffer in
            let text = UnsafeMutableBufferPointer(rebasing: buffer[ciphertext])
            return open(UnsafeBufferPointer(text), into: text, nonce, additionalData)
        }
    }

    /// Decrypts `ciphertext`, whose last 16 bytes are the tag, to the start of `output`, which must have room
    /// for it.
    ///
    /// Returns whether the tag was right; otherwise that part of `output` is zeroed.
    func open(
        _ ciphertext: ArraySlice<UInt8>,
        into output: inout [UInt8],
        nonce: ChaChaPoly.Nonce,
        authenticating additionalData: ArraySlice<UInt8>
    ) -> Bool {
        precondition(ciphertext.count <= output.count + Self.tagBytes, "the caller makes room for the text")
        return output.withUnsafeMutableBufferPointer { output in
            ciphertext.withUnsafeBufferPointer { open($0, into: output, nonce, additionalData) }
        }
    }

    private func open(
        _ ciphertext: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>,
        _ nonce: ChaChaPoly.Nonce,
        _ additionalData: ArraySlice<UInt8>
    ) -> Bool {
        guard ciphertext.count >= Self.tagBytes else { return false }
        return additionalData.withUnsafeBufferPointer { additionalData in
            withBytes(of: nonce) { nonce in
                var length = 0
                return CCryptoBoringSSL_EVP_AEAD_CTX_open(
                    context,
                    output.baseAddress,
                    &length,
                    output.count,
                    nonce.baseAddress,
                    nonce.count,
                    ciphertext.baseAddress,
                    ciphertext.count,
                    additionalData.baseAddress,
                    additionalData.count
                )
                    == 1
            }
        }
    }

    /// The nonce's twelve bytes, on the stack.
    private func withBytes<Result>(
        of nonce: ChaChaPoly.Nonce,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let words = (
            nonce.prefix.littleEndian,
            UInt32(truncatingIfNeeded: nonce.counter).littleEndian,
            UInt32(truncatingIfNeeded: nonce.counter >> 32).littleEndian
        )
        return withUnsafeBytes(of: words) { body($0.assumingMemoryBound(to: UInt8.self)) }
    }
}
