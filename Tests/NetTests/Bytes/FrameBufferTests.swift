import Net
import Testing

@Suite("Frame buffer")
struct FrameBufferTests {
    private func framed(_ messages: [[UInt8]]) -> [UInt8] {
        messages.reduce(into: []) { bytes, message in
            Varint.append(UInt64(message.count), to: &bytes)
            bytes += message
        }
    }

    private let messages: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 7, count: 200), [9]]

    @Test("Messages come out whole, however the stream is cut", arguments: [1, 2, 3, 7, 64, 1000])
    func anyChunks(chunkBytes: Int) throws {
        let stream = framed(messages)
        var buffer = FrameBuffer(maximumFrameBytes: 200)
        var received: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: chunkBytes) {
            buffer.append(stream[start..<min(start + chunkBytes, stream.count)])
            while let frame = try buffer.next() { received.append(Array(frame)) }
        }
        #expect(received == messages)
        #expect(buffer.byteCount == 0)
    }

    @Test("A frame of the limit passes, one byte more is refused from its prefix alone")
    func limit() throws {
        var buffer = FrameBuffer(maximumFrameBytes: 300)
        buffer.append(framed([[UInt8](repeating: 1, count: 300)])[...])
        #expect(try buffer.next()?.count == 300)
        buffer.append([0xAD, 0x02])
        #expect(throws: FrameError.tooLarge) { try buffer.next() }
    }

    @Test("A length that is no minimal varint is refused", arguments: ["8000", "ffffffffffffffffff01"])
    func invalidLength(hex: String) throws {
        var buffer = FrameBuffer(maximumFrameBytes: 300)
        buffer.append(try #require(Hex.decode(hex))[...])
        #expect(throws: FrameError.invalidLength) { try buffer.next() }
    }

    @Test("The largest length that a varint can say does not overflow")
    func hugeLength() throws {
        var buffer = FrameBuffer(maximumFrameBytes: .max)
        buffer.append(try #require(Hex.decode("ffffffffffffffff7f"))[...])
        #expect(try buffer.next() == nil)
    }

    @Test("What follows the last frame can be handed on")
    func remainder() throws {
        var buffer = FrameBuffer(maximumFrameBytes: 10)
        buffer.append([2, 5, 6, 42, 43])
        #expect(try buffer.next() == [5, 6])
        #expect(buffer.takeRemainder() == [42, 43])
        #expect(buffer.byteCount == 0)
    }
}
