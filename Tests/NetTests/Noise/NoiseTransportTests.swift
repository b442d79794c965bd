import Net
import Testing

@Suite("Noise transport")
struct NoiseTransportTests {
    private static let recordBytes = NoiseTransport.recordPlaintextBytes

    private func pair(nonce: UInt64 = 0) -> (NoiseTransport, NoiseTransport) {
        let keys = [[UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32)]
        func cipher(_ index: Int) -> CipherState { CipherState(key: keys[index], nonce: nonce) }
        return (
            NoiseTransport(send: cipher(0), receive: cipher(1)),
            NoiseTransport(send: cipher(1), receive: cipher(0))
        )
    }

    private func text(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

    private func open(_ bytes: [UInt8], chunkBytes: Int, _ transport: inout NoiseTransport) throws -> [UInt8]
    {
        var opened: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: chunkBytes) {
            var rest = bytes[start..<min(start + chunkBytes, bytes.count)]
            while let plaintext = try transport.open(&rest) { opened += plaintext }
            #expect(rest.isEmpty)
        }
        return opened
    }

    @Test(
        "Text of any length comes out whole, however the stream is cut",
        arguments: [0, 1, 17, 16_383, 16_384, 16_385, 70_000],
        [1, 3, 1000, 100_000]
    )
    func roundTrip(byteCount: Int, chunkBytes: Int) throws {
        var (sender, receiver) = pair()
        let text = text(byteCount)
        sender.append(text[...])
        let wire = try sender.takeOutbound()
        let records = (byteCount + Self.recordBytes - 1) / Self.recordBytes
        #expect(wire.count == byteCount + records * 18)
        #expect(try open(wire, chunkBytes: chunkBytes, &receiver) == text)
    }

    @Test("What is appended in small pieces shares a record until it is flushed")
    func coalesces() throws {
        var (sender, receiver) = pair()
        sender.append(1)
        sender.append([2, 3])
        sender.append([])
        #expect(sender.outboundByteCount == 5)
        try sender.flush()
        try sender.flush()
        #expect(sender.outboundByteCount == 21)
        sender.append(4)
        let wire = try sender.takeOutbound(replacement: [1, 2, 3])
        #expect(wire.count == 21 + 19)
        #expect(Array(wire.prefix(2)) == [0, 19] && Array(wire[21..<23]) == [0, 17])
        #expect(try open(wire, chunkBytes: wire.count, &receiver) == [1, 2, 3, 4])
        #expect(sender.outboundByteCount == 0)
    }

    @Test("One byte at a time fills records like everything at once")
    func singleBytes() throws {
        var (whole, _) = pair()
        var (single, _) = pair()
        let text = text(Self.recordBytes + 5)
        whole.append(text[...])
        for byte in text { single.append(byte) }
        #expect(try whole.takeOutbound() == single.takeOutbound())
    }

    @Test("The peer's records may be as long as the format allows, and empty")
    func longestRecords() throws {
        for count in [0, NoiseRecordHeader.maximumPlaintextBytes] {
            var (_, receiver) = pair()
            var cipher = CipherState(key: [UInt8](repeating: 1, count: 32))
            var record = text(count) + [UInt8](repeating: 0, count: 16)
            try cipher.encrypt(&record, plaintext: 0..<count)
            var wire = [UInt8(record.count >> 8), UInt8(record.count & 0xFF)][...] + record
            #expect(try receiver.open(&wire).map(Array.init) == text(count))
            #expect(wire.isEmpty)
        }
    }

    @Test("A length that holds no tag is refused from the prefix alone", arguments: 0..<16)
    func shortRecords(count: UInt8) {
        var (_, receiver) = pair()
        var wire: ArraySlice<UInt8> = [0, count]
        #expect(throws: NoiseError.invalidRecordLength) { try receiver.open(&wire) }
    }

    @Test("Every flipped bit of a record is noticed")
    func flippedBits() throws {
        var (sender, _) = pair()
        sender.append([1, 2, 3])
        let wire = try sender.takeOutbound()
        for changed in oneBitChanges(of: Array(wire.dropFirst(2))) {
            var (_, receiver) = pair()
            var bytes = wire.prefix(2) + changed
            #expect(throws: NoiseError.decryptionFailed) { try receiver.open(&bytes) }
        }
    }

    @Test("A forged record does not push the channel out of step: the good one behind it opens")
    func forgedRecord() throws {
        var (sender, receiver) = pair()
        sender.append([1, 2, 3])
        let good = try sender.takeOutbound()
        var forged = good
        forged[5] ^= 0x80
        var bytes = forged[...]
        #expect(throws: NoiseError.decryptionFailed) { try receiver.open(&bytes) }
        // Once more in two pieces, which takes the other way through the buffer.
        bytes = forged[..<10]
        #expect(try receiver.open(&bytes) == nil)
        bytes = forged[10...]
        #expect(throws: NoiseError.decryptionFailed) { try receiver.open(&bytes) }
        bytes = good[...]
        #expect(try receiver.open(&bytes) == [1, 2, 3])
    }

    @Test("Replayed, reordered and reflected records are refused")
    func replays() throws {
        var (sender, receiver) = pair()
        sender.append([1])
        let first = try sender.takeOutbound()
        sender.append([2])
        let second = try sender.takeOutbound()
        var bytes = second[...]
        #expect(throws: NoiseError.decryptionFailed) { try receiver.open(&bytes) }
        bytes = first[...]
        #expect(try receiver.open(&bytes) == [1])
        bytes = first[...]
        #expect(throws: NoiseError.decryptionFailed) { try receiver.open(&bytes) }
        bytes = second[...]
        #expect(throws: NoiseError.decryptionFailed) { try sender.open(&bytes) }
    }

    @Test("When the nonces are used up, nothing leaves in the clear and the flush says so")
    func nonceLimit() throws {
        var (sender, receiver) = pair(nonce: .max - 1)
        sender.append([1, 2])
        try sender.flush()
        sender.append([3, 4])
        #expect(throws: NoiseError.nonceExhausted) { try sender.flush() }
        #expect(throws: NoiseError.nonceExhausted) { try sender.takeOutbound() }
        #expect(sender.outboundByteCount == 2 + 2 + 16)
        var wire: ArraySlice<UInt8> = [0, 18] + [UInt8](repeating: 0, count: 18)
        #expect(throws: NoiseError.decryptionFailed) { try receiver.open(&wire) }
    }

    @Test("Bytes of an earlier phase go first")
    func prepends() throws {
        var (sender, _) = pair()
        sender.prependOutbound([7, 7])
        sender.append([1])
        #expect(try sender.takeOutbound().prefix(4) == [7, 7, 0, 17])
    }

    @Test("An idle channel keeps nothing of what it carried, and works on")
    func releasesBuffers() throws {
        var (sender, receiver) = pair()
        for _ in 0..<2 {
            sender.append(text(50_000)[...])
            let wire = try sender.takeOutbound()
            #expect(try open(wire, chunkBytes: 7000, &receiver) == text(50_000))
            receiver.releaseBuffers()
            sender.releaseBuffers()
        }
    }

    @Test("Half a record survives the release of buffers")
    func releaseKeepsPartial() throws {
        var (sender, receiver) = pair()
        sender.append([1, 2, 3])
        let wire = try sender.takeOutbound()
        var bytes = wire[..<9]
        #expect(try receiver.open(&bytes) == nil)
        receiver.releaseBuffers()
        bytes = wire[9...]
        #expect(try receiver.open(&bytes) == [1, 2, 3])
    }
}
