import Net
import Testing

@Suite("Protobuf")
struct ProtobufTests {
    /// One field of every wire type, in the bytes of the specification's examples.
    private let message =
        Hex.decode("089601" + "120774657374696e67" + "1d01000000" + "210200000000000000") ?? []

    private func fields(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> [ProtobufField] {
        var reader = ProtobufReader(bytes)
        var fields: [ProtobufField] = []
        while let field = try reader.next() { fields.append(field) }
        return fields
    }

    @Test("Fields of every wire type are read in order")
    func readsFields() throws {
        #expect(
            try fields(message[...]) == [
                ProtobufField(number: 1, value: .varint(150)),
                ProtobufField(number: 2, value: .bytes([UInt8]("testing".utf8)[...])),
                ProtobufField(number: 3, value: .fixed32(1)),
                ProtobufField(number: 4, value: .fixed64(2)),
            ]
        )
    }

    @Test("What the writer writes, the reader reads")
    func roundTrip() throws {
        var writer = ProtobufWriter()
        writer.append(1, varint: .max)
        writer.append(2, bytes: [1, 2, 3])
        writer.append(15, string: "héard")
        writer.append(16, bool: true)
        writer.append(536_870_911) { $0.append(1, bool: false) }
        let read = try fields(writer.bytes[...])
        #expect(read.map(\.number) == [1, 2, 15, 16, 536_870_911])
        #expect(try read[0].uint64() == .max)
        #expect(try read[1].bytes() == [1, 2, 3])
        #expect(try read[2].string() == "héard")
        #expect(try read[3].bool())
        #expect(try fields(read[4].bytes()) == [ProtobufField(number: 1, value: .varint(0))])
    }

    @Test("A prefix ends between two fields or is truncated")
    func prefixes() throws {
        let boundaries: Set<Int> = [0, 3, 12, 17]
        for prefix in properPrefixes(of: message) {
            if boundaries.contains(prefix.count) {
                #expect(throws: Never.self) { try fields(prefix) }
            } else {
                #expect(throws: ProtobufError.truncated) { try fields(prefix) }
            }
        }
    }

    @Test("No change of one byte makes the reader trap or read beyond the message")
    func changes() {
        for changed in oneByteChanges(of: message) {
            let count = (try? fields(changed[...]))?.reduce(0) { total, field in
                if case .bytes(let bytes) = field.value { return total + bytes.count }
                return total
            }
            #expect((count ?? 0) <= message.count)
        }
    }

    @Test(
        "Malformed messages are refused",
        arguments: [
            ("00", .invalidFieldNumber), ("0b", .unsupportedWireType), ("0c", .unsupportedWireType),
            ("0e", .unsupportedWireType), ("0f", .unsupportedWireType), ("8080808010", .invalidFieldNumber),
            ("08ffffffffffffffffff7f", .overlongVarint), ("088080808080808080808000", .overlongVarint),
            ("0affffffffffffffffff01", .truncated), ("0a05ffffffff", .truncated), ("0a", .truncated),
            ("0d000000", .truncated), ("0900000000000000", .truncated),
        ] as [(String, ProtobufError)]
    )
    func malformed(hex: String, error: ProtobufError) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: error) { try fields(bytes[...]) }
    }

    @Test("Ten bytes hold the largest number, and a longer form of a small one is legal")
    func longVarints() throws {
        #expect(
            try fields(#require(Hex.decode("08ffffffffffffffffff01"))[...])
                == [ProtobufField(number: 1, value: .varint(.max))]
        )
        #expect(
            try fields(#require(Hex.decode("08808000"))[...])
                == [ProtobufField(number: 1, value: .varint(0))]
        )
    }

    @Test("A field of another type than the schema's is refused, and so is text that is not UTF-8")
    func wrongTypes() throws {
        let number = ProtobufField(number: 1, value: .varint(1))
        #expect(throws: ProtobufError.wrongType) { try number.bytes() }
        #expect(throws: ProtobufError.wrongType) { try number.string() }
        let bytes = ProtobufField(number: 1, value: .bytes([0xC0, 0x80]))
        #expect(throws: ProtobufError.wrongType) { try bytes.uint64() }
        #expect(throws: ProtobufError.wrongType) { try bytes.bool() }
        #expect(throws: ProtobufError.invalidUTF8) { try bytes.string() }
    }

    @Test("A megabyte of empty fields costs nothing but the reading")
    func manyEmptyFields() throws {
        let flood = [UInt8](repeating: 0x0A, count: 1 << 20).enumerated().map {
            UInt8($0.offset % 2 == 0 ? 0x0A : 0)
        }
        var reader = ProtobufReader(flood)
        var count = 0
        while let field = try reader.next() {
            #expect(field.number == 1)
            count += 1
            if count == 100 { break }
        }
        #expect(!reader.isAtEnd && reader.unread.startIndex == 200)
    }
}
