/// What a simulated router writes in place of a signature: FNV-1a, repeated to the length of an Ed25519
/// signature.
enum ChecksumSignature {
    private static var length: Int { 64 }

    static func bytes(of message: [UInt8]) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in message {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return (0..<length).map { UInt8(truncatingIfNeeded: hash >> UInt64(8 * ($0 % 8))) }
    }
}
