import ChatCore
import Net
import Testing

@Suite("Chat messages on the wire")
struct ChatPayloadTests {
    @Test("The bytes are those of the format")
    func bytes() throws {
        let payload = ChatPayload(nick: "ann", text: "hi", milliseconds: 300, kind: .action)
        #expect(payload.bytes == [10, 3, 97, 110, 110, 18, 2, 104, 105, 24, 0xAC, 2, 32, 1])
        #expect(try ChatPayload(payload.bytes[...]) == payload)
    }

    @Test("Fields of later versions are kept and otherwise ignored")
    func unknown() throws {
        var writer = ProtobufWriter()
        writer.append(9, string: "new")
        writer.append(2, string: "hi")
        writer.append(100, varint: 5)
        let payload = try ChatPayload(writer.bytes[...])
        #expect(payload.text == "hi" && payload.nick == "" && payload.messageKind == .text)
        let again = try ChatPayload(payload.bytes[...])
        #expect(again == payload && !again.unknownFields.isEmpty)
    }

    @Test("Invalid UTF-8 is repaired, an unknown kind is text")
    func repair() throws {
        let payload = try ChatPayload([18, 3, 0xFF, 0x41, 0xC3, 32, 9][...])
        #expect(payload.text == "\u{FFFD}A\u{FFFD}")
        #expect(payload.messageKind == .text && payload.kind == 9)
    }

    @Test(
        "What is no such message is refused",
        arguments: [[0xFF], [10, 5, 1], [8, 1], [18], [24, 2, 26]]
    )
    func malformed(_ bytes: [UInt8]) {
        #expect(throws: ProtobufError.self) { try ChatPayload(bytes[...]) }
    }
}
