/// The ChaCha20 keystream (RFC 8439, section 2.4).
enum ChaCha20 {
    /// The length of a block, in bytes.
    static let blockBytes = 64

    /// `byteCount` bytes of the keystream of `key`, from block `firstBlock` on.
    ///
    /// The upper half of the block number is the nonce, so that the stream has 2^64 blocks.
    static func keystream(key: [UInt8], firstBlock: UInt64, byteCount: Int) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: 12)
        for index in 0..<4 {
            nonce[index] = UInt8(truncatingIfNeeded: firstBlock >> UInt64(32 + 8 * index))
        }
        return BoringSSL.chaCha20Keystream(
            key: key,
            nonce: nonce,
            firstBlock: UInt32(truncatingIfNeeded: firstBlock),
            byteCount: byteCount
        )
    }
}
