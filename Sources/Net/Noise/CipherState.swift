/// A key and its nonce counter (Noise revision 34, section 5.1).
package struct CipherState: Sendable {
    /// The nonce that is never used: the counter stops before it.
    package static let reservedNonce = UInt64.max

    private let cipher: ChaChaPoly

    /// The nonce of the next message.
    package private(set) var nonce: UInt64

    /// A state under `key`, which has 32 bytes; `nonce` other than 0 is for tests.
    package init(key: [UInt8], nonce: UInt64 = 0) {
        cipher = ChaChaPoly(key: key)
        self.nonce = nonce
    }

    /// EncryptWithAd in place: `buffer[plaintext]` becomes ciphertext and the 16 bytes behind it the tag.
    ///
    /// - Throws: `nonceExhausted`, before anything is changed.
    package mutating func encrypt(
        _ buffer: inout [UInt8],
        plaintext: Range<Int>,
        authenticating additionalData: ArraySlice<UInt8> = []
    ) throws(NoiseError) {
        guard nonce != Self.reservedNonce else { throw .nonceExhausted }
        cipher.seal(
            &buffer,
            plaintext: plaintext,
            nonce: ChaChaPoly.Nonce(counter: nonce),
            authenticating: additionalData
        )
        nonce += 1
    }

    /// DecryptWithAd: the plaintext of `ciphertext`, whose last 16 bytes are the tag, goes to the start of
    /// `output`.
    ///
    /// The nonce moves on only when the tag was right, so that a forged record cannot push the channel out of
    /// step.
    ///
    /// - Throws: `nonceExhausted` or `decryptionFailed`.
    package mutating func decrypt(
        _ ciphertext: ArraySlice<UInt8>,
        into output: inout [UInt8],
        authenticating additionalData: ArraySlice<UInt8> = []
    ) throws(NoiseError) {
        guard nonce != Self.reservedNonce else { throw .nonceExhausted }
        let isAuthentic = cipher.open(
            ciphertext,
            into: &output,
            nonce: ChaChaPoly.Nonce(counter: nonce),
            authenticating: additionalData
        )
        guard isAuthentic else { throw .decryptionFailed }
        nonce += 1
    }
}
