/// What stands before every Noise message: its length in two bytes, the most significant first
/// (libp2p/specs, noise, "Wire Format"). `NoiseTransport` seals and opens the message itself.
package enum NoiseRecordHeader {
    /// The length of the header itself, in bytes.
    package static let byteCount = 2

    /// The longest message without its header, in bytes.
    package static let maximumMessageBytes = 65_535

    /// The longest plaintext of one message, in bytes.
    package static let maximumPlaintextBytes = maximumMessageBytes - ChaChaPoly.tagBytes

    /// Writes the length of the message that lies between the header at `start` and the end of `bytes`.
    static func setLength(ofRecordAt start: Int, in bytes: inout [UInt8]) {
        let count = bytes.count - start - byteCount
        precondition(count <= maximumMessageBytes, "our own payloads are far shorter")
        bytes[start] = UInt8(truncatingIfNeeded: count >> 8)
        bytes[start + 1] = UInt8(truncatingIfNeeded: count)
    }

    /// The length that the header at the beginning of `bytes` says; nil when it is not all there.
    static func messageLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= byteCount else { return nil }
        return Int(bytes[bytes.startIndex]) << 8 | Int(bytes[bytes.startIndex + 1])
    }
}
