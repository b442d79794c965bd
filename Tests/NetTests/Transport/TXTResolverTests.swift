import Testing

@testable import NetNIO

@Suite("TXT records of a DNS answer")
struct TXTResolverTests {
    /// An answer to a question for `a.`, with one record for each of these types and data.
    private func answer(_ records: [(type: UInt8, data: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
        bytes += [1, UInt8(ascii: "a"), 0, 0, 16, 0, 1]
        for record in records {
            bytes += [0xC0, 12, 0, record.type, 0, 1, 0, 0, 0, 60]
            bytes += [UInt8(record.data.count >> 8), UInt8(record.data.count & 0xFF)] + record.data
        }
        return bytes
    }

    @Test("The strings of a record are joined; records of other types are passed over")
    func strings() {
        let long = [UInt8](repeating: 120, count: 255)
        let bytes = answer([(16, [2, 97, 98, 1, 99]), (1, [127, 0, 0, 1]), (16, [255] + long + [1, 121])])
        #expect(TXTResolver.records(in: bytes) == [Array("abc".utf8), long + [121]])
        #expect(TXTResolver.records(in: answer([])) == [])
    }

    @Test("A string that says it is longer than its record ends with the record")
    func shortString() {
        #expect(TXTResolver.records(in: answer([(16, [9, 97, 98])])) == [Array("ab".utf8)])
    }

    @Test("No answer, cut short or changed in one byte, is read beyond its end")
    func damage() {
        let bytes = answer([(16, [2, 97, 98, 1, 99]), (16, [3, 100, 101, 102])])
        for count in bytes.indices { #expect(TXTResolver.records(in: Array(bytes[..<count])).count < 2) }
        for index in bytes.indices {
            for value in [0, 1, 0x3F, 0x7F, 0xC0, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = value
                #expect(TXTResolver.records(in: changed).joined().count <= bytes.count)
            }
        }
    }
}
