/// ChaCha20-Poly1305 (RFC 8439) under one key, in place.
///
/// Copies of the value share one C object, which is wiped when the last of them goes.
package struct ChaChaPoly: Sendable {
    /// The length of a key, in bytes.
    package static let keyBytes = 32

    /// The length of a nonce, in bytes.
    package static let nonceBytes = 12

    /// What sealing adds to a message, in bytes.
    package static let tagBytes = 16

    private let context: ChaChaPolyContext

    /// A cipher under `key`, which must have 32 bytes.
    package init(key: [UInt8]) {
        context = ChaChaPolyContext(key: key)
    }

    /// Encrypts `buffer[plaintext]` where it lies, and writes the tag into the 16 bytes behind it, which must
    /// be there.
    ///
    /// - Parameters:
    ///   - buffer: Holds the text, with 16 bytes of room behind it.
    ///   - plaintext: Where in the buffer the text lies.
    ///   - nonce: Never the same twice under one key.
    ///   - additionalData: Authenticated, not encrypted.
    package func seal(
        _ buffer: inout [UInt8],
        plaintext: Range<Int>,
        nonce: Nonce,
        authenticating additionalData: ArraySlice<UInt8> = []
    ) {
        context.seal(&buffer, plaintext: plaintext, nonce: nonce, authenticating: additionalData)
    }

    /// Decrypts `buffer[ciphertext]`, whose last 16 bytes are the tag, where it lies.
    ///
    /// - Returns: Whether the tag was right; otherwise the range is zeroed.
    package func open(
        _ buffer: inout [UInt8],
        ciphertext: Range<Int>,
        nonce: Nonce,
        authenticating additionalData: ArraySlice<UInt8> = []
    ) -> Bool {
        context.open(&buffer, ciphertext: ciphertext, nonce: nonce, authenticating: additionalData)
    }

    /// Decrypts `ciphertext`, whose last 16 bytes are the tag, to the start of `output`, which must have room
    /// for it.
    ///
    /// - Returns: Whether the tag was right; otherwise that part of `output` is zeroed.
    package func open(
        _ ciphertext: ArraySlice<UInt8>,
        into output: inout [UInt8],
        nonce: Nonce,
        authenticating additionalData: ArraySlice<UInt8> = []
    ) -> Bool {
        context.open(ciphertext, into: &output, nonce: nonce, authenticating: additionalData)
    }
}
