import Net
import Testing

@Suite("Cipher state")
struct CipherStateTests {
    private let key = [UInt8](repeating: 7, count: 32)

    private func seal(_ text: [UInt8], _ state: inout CipherState) throws -> [UInt8] {
        var buffer = text + [UInt8](repeating: 0, count: ChaChaPoly.tagBytes)
        try state.encrypt(&buffer, plaintext: 0..<text.count)
        return buffer
    }

    @Test("The nonce moves on with each message, on both sides")
    func counts() throws {
        var sender = CipherState(key: key)
        var receiver = CipherState(key: key)
        var seen: Set<[UInt8]> = []
        for count in 1...5 {
            let sealed = try seal([1, 2, 3], &sender)
            seen.insert(sealed)
            var opened = [UInt8](repeating: 0, count: 3)
            try receiver.decrypt(sealed[...], into: &opened)
            #expect(opened == [1, 2, 3])
            #expect(sender.nonce == UInt64(count) && receiver.nonce == UInt64(count))
        }
        #expect(seen.count == 5)
    }

    @Test("A record that fails leaves the nonce alone, so the good one behind it opens")
    func failureKeepsNonce() throws {
        var sender = CipherState(key: key)
        var receiver = CipherState(key: key)
        let sealed = try seal([1, 2, 3], &sender)
        for changed in oneBitChanges(of: sealed) + [[], [1], Array(sealed.dropLast())] {
            var opened = [UInt8](repeating: 0xFF, count: 3)
            #expect(throws: NoiseError.decryptionFailed) { try receiver.decrypt(changed[...], into: &opened) }
            #expect(receiver.nonce == 0)
        }
        var opened = [UInt8](repeating: 0, count: 3)
        #expect(throws: NoiseError.decryptionFailed) {
            try receiver.decrypt(sealed[...], into: &opened, authenticating: [1])
        }
        try receiver.decrypt(sealed[...], into: &opened)
        #expect(opened == [1, 2, 3])
    }

    @Test("Nothing of a record that fails can be seen")
    func failureZeroes() throws {
        var sender = CipherState(key: key)
        var sealed = try seal([1, 2, 3], &sender)
        sealed[sealed.count - 1] ^= 1
        var opened = [UInt8](repeating: 0xFF, count: 3)
        var receiver = CipherState(key: key)
        #expect(throws: NoiseError.decryptionFailed) { try receiver.decrypt(sealed[...], into: &opened) }
        #expect(opened == [0, 0, 0])
    }

    @Test("The last nonce but one is used, the last is not, and the counter never wraps")
    func nonceLimit() throws {
        var sender = CipherState(key: key, nonce: .max - 1)
        var receiver = CipherState(key: key, nonce: .max - 1)
        let sealed = try seal([9], &sender)
        var opened: [UInt8] = [0]
        try receiver.decrypt(sealed[...], into: &opened)
        #expect(opened == [9])
        for _ in 0..<2 {
            #expect(throws: NoiseError.nonceExhausted) { try seal([9], &sender) }
            #expect(throws: NoiseError.nonceExhausted) { try receiver.decrypt(sealed[...], into: &opened) }
            #expect(sender.nonce == .max && receiver.nonce == .max)
        }
    }

    @Test("Text that cannot be sealed any more stays as it is")
    func exhaustedKeepsText() {
        var sender = CipherState(key: key, nonce: .max)
        var buffer: [UInt8] = [1, 2] + [UInt8](repeating: 0, count: 16)
        #expect(throws: NoiseError.nonceExhausted) { try sender.encrypt(&buffer, plaintext: 0..<2) }
        #expect(buffer == [1, 2] + [UInt8](repeating: 0, count: 16))
    }

    @Test("Only the given range of a buffer is sealed")
    func range() throws {
        var sender = CipherState(key: key)
        var buffer: [UInt8] = [0xAA, 0xBB, 1, 2, 3] + [UInt8](repeating: 0, count: 16) + [0xCC]
        try sender.encrypt(&buffer, plaintext: 2..<5)
        #expect(buffer.prefix(2) == [0xAA, 0xBB] && buffer.last == 0xCC)
        var other = CipherState(key: key)
        #expect(try seal([1, 2, 3], &other) == Array(buffer[2..<21]))
    }
}
