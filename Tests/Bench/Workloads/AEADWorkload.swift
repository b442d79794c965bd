import Net

/// Messages sealed and opened where they lie.
package struct AEADWorkload {
    private let cipher = ChaChaPoly(key: [UInt8](repeating: 1, count: ChaChaPoly.keyBytes))
    private var buffer: [UInt8]
    private let messageBytes: Int

    init(messageBytes: Int) {
        self.messageBytes = messageBytes
        buffer = [UInt8](repeating: 0, count: messageBytes + ChaChaPoly.tagBytes)
    }

    mutating func run(_ count: Int) -> Bool {
        var areAuthentic = true
        for round in 0..<count {
            let nonce = ChaChaPoly.Nonce(counter: UInt64(round))
            cipher.seal(&buffer, plaintext: 0..<messageBytes, nonce: nonce)
            areAuthentic = cipher.open(&buffer, ciphertext: 0..<buffer.count, nonce: nonce) && areAuthentic
        }
        return areAuthentic
    }
}
