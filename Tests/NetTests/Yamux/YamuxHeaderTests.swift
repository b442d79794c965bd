import Testing

@testable import Net

@Suite("Yamux headers")
struct YamuxHeaderTests {
    @Test("A data frame that opens stream 1 has the bytes of the specification")
    func knownBytes() {
        var bytes: [UInt8] = []
        YamuxHeader(type: .data, flags: [.syn, .fin], streamID: 0x0102_0304, length: 0xa0b0_c0d0)
            .encode(into: &bytes)
        #expect(bytes == [0, 0, 0, 5, 1, 2, 3, 4, 0xa0, 0xb0, 0xc0, 0xd0])
    }

    @Test("Every valid header survives the way out and back")
    func roundTrip() throws {
        var valid: [YamuxHeader] = []
        for flags in 0..<16 {
            for type in [YamuxFrameType.data, .windowUpdate] {
                valid.append(
                    YamuxHeader(
                        type: type,
                        flags: YamuxFlags(rawValue: UInt16(flags)),
                        streamID: 7,
                        length: .max
                    )
                )
            }
        }
        valid.append(YamuxHeader(type: .ping, flags: .syn, streamID: 0, length: 1))
        valid.append(YamuxHeader(type: .ping, flags: .ack, streamID: 0, length: .max))
        valid.append(YamuxHeader(type: .goAway, streamID: 0, length: 2))
        for header in valid {
            var bytes: [UInt8] = []
            header.encode(into: &bytes)
            #expect(try YamuxHeader(decoding: bytes[...]) == header)
        }
    }

    @Test(
        "A header that the specification does not know is refused",
        arguments: [
            (frame(0, id: 1, length: 0, version: 1), YamuxError.unsupportedVersion(1)),
            (frame(4, id: 1, length: 0), .unknownFrameType(4)),
            (frame(255, id: 0, length: 0), .unknownFrameType(255)),
            (frame(0, flags: 16, id: 1, length: 0), .invalidFlags(16)),
            (frame(1, flags: 0x8001, id: 1, length: 0), .invalidFlags(0x8001)),
            (frame(2, id: 0, length: 0), .invalidFlags(0)),
            (frame(2, flags: 3, id: 0, length: 0), .invalidFlags(3)),
            (frame(2, flags: 4, id: 0, length: 0), .invalidFlags(4)),
            (frame(3, flags: 1, id: 0, length: 0), .invalidFlags(1)),
            (frame(0, id: 0, length: 0), .invalidStreamID(0)),
            (frame(1, id: 0, length: 0), .invalidStreamID(0)),
            (frame(2, flags: 1, id: 1, length: 0), .invalidStreamID(1)),
            (frame(3, id: 2, length: 0), .invalidStreamID(2)),
        ]
    )
    func refusal(bytes: [UInt8], error: YamuxError) {
        #expect(throws: error) { try YamuxHeader(decoding: bytes[...]) }
    }

    @Test("A one-byte change of a header either is another header or an error, never itself")
    func everyChange() throws {
        let original = YamuxHeader(type: .windowUpdate, flags: .ack, streamID: 2, length: 77)
        var bytes: [UInt8] = []
        original.encode(into: &bytes)
        for index in bytes.indices {
            for change in UInt8(1)...255 {
                var changed = bytes
                changed[index] ^= change
                if let decoded = try? YamuxHeader(decoding: changed[...]) { #expect(decoded != original) }
            }
        }
    }
}

@Suite("Yamux frame reader")
struct YamuxFrameReaderTests {
    /// Reads everything, handing in pieces of `size` bytes.
    private func items(_ bytes: [UInt8], pieces size: Int) throws -> (headers: [YamuxHeader], body: [UInt8]) {
        var reader = YamuxFrameReader()
        var headers: [YamuxHeader] = []
        var body: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var piece = rest.prefix(size)
            rest = rest.dropFirst(size)
            while let item = try reader.next(&piece) {
                switch item {
                case .header(let header): headers.append(header)
                case .body(let id, let bytes):
                    #expect(id == YamuxStreamID(rawValue: 3))
                    body += bytes
                }
            }
            #expect(piece.isEmpty)
        }
        return (headers, body)
    }

    @Test("Frames come out the same for every size of piece")
    func chunking() throws {
        let content = (0..<100).map { UInt8($0) }
        let bytes =
            frame(1, flags: syn, id: 3, length: 0) + dataFrame(3, content)
            + frame(2, flags: syn, id: 0, length: 9)
            + dataFrame(3, []) + dataFrame(3, content, flags: fin)
        for size in 1...bytes.count {
            let (headers, body) = try items(bytes, pieces: size)
            #expect(headers.map(\.type) == [.windowUpdate, .data, .ping, .data, .data])
            #expect(body == content + content)
        }
    }

    @Test("A header that announces four gigabytes costs nothing, and its body is handed on as it comes")
    func hugeBody() throws {
        var reader = YamuxFrameReader()
        var input = (frame(0, id: 3, length: .max) + [1, 2])[...]
        #expect(
            try reader.next(&input)
                == .header(YamuxHeader(type: .data, streamID: 3, length: .max))
        )
        #expect(try reader.next(&input) == .body(YamuxStreamID(rawValue: 3), [1, 2]))
        #expect(try reader.next(&input) == nil)
    }
}
