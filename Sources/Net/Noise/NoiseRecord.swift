/// The frame around every Noise message: its length in two bytes, the most significant first (libp2p/specs,
/// noise, "Wire Format").
package enum NoiseRecord {
    /// The length of the prefix, in bytes.
    package static let headerBytes = 2

    /// The longest message without its prefix, in bytes.
    package static let maximumMessageBytes = 65_535

    /// The longest plaintext of one message, in bytes.
    package static let maximumPlaintextBytes = maximumMessageBytes - ChaChaPoly.tagBytes

    /// Writes the length of the message that lies between the prefix at `start` and the end of `bytes`.
    static func setLength(ofRecordAt start: Int, in bytes: inout [UInt8]) {
        let count = bytes.count - start - headerBytes
        precondition(count <= maximumMessageBytes, "our own payloads are far shorter")
        bytes[start] = UInt8(truncatingIfNeeded: count >> 8)
        bytes[start + 1] = UInt8(truncatingIfNeeded: count)
    }

    /// The length that the prefix at the beginning of `bytes` says; nil when it is not all there.
    static func messageLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= headerBytes else { return nil }
        return Int(bytes[bytes.startIndex]) << 8 | Int(bytes[bytes.startIndex + 1])
    }
}
