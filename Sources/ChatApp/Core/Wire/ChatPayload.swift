package import Net

/// A chat message as it travels: the payload of a gossipsub message in the topic of a chat room.
///
/// Protobuf: `1 string nick`, `2 string text`, `3 uint64 sent_ms`, `4 kind` (0 text, 1 action). Fields this
/// version does not know are kept, so that a message passed on or stored stays whole, and are otherwise
/// ignored. The author is whoever signed the gossipsub message, never the nick.
public struct ChatPayload: Equatable, Sendable {
    /// The name the author claims; unsanitised.
    public var nick: String
    /// What was said; unsanitised.
    public var text: String
    /// Unix time in milliseconds, by the author's clock.
    public var milliseconds: UInt64
    /// 0 text, 1 action; other values are kept and shown as text.
    public var kind: UInt64
    /// The fields this version does not know, as they were encoded.
    public var unknownFields: [UInt8] = []

    /// A payload from its parts.
    public init(nick: String, text: String, milliseconds: UInt64, kind: ChatMessage.Kind) {
        self.nick = nick
        self.text = text
        self.milliseconds = milliseconds
        self.kind = kind == .action ? 1 : 0
    }

    /// Reads a payload. Text that is not valid UTF-8 is repaired with U+FFFD; of a field given twice the last
    /// one counts.
    ///
    /// - Throws: `ProtobufError` where the bytes are not such a message; the message is to be dropped.
    package init(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) {
        nick = ""
        text = ""
        milliseconds = 0
        kind = 0
        var reader = ProtobufReader(bytes)
        var unread = reader.unread
        while let field = try reader.next() {
            switch field.number {
            case 1: nick = String(decoding: try field.bytes(), as: UTF8.self)
            case 2: text = String(decoding: try field.bytes(), as: UTF8.self)
            case 3: milliseconds = try field.uint64()
            case 4: kind = try field.uint64()
            default: unknownFields.append(contentsOf: unread.dropLast(reader.unread.count))
            }
            unread = reader.unread
        }
    }

    /// The payload as bytes, with the unknown fields at the end.
    public var bytes: [UInt8] {
        var writer = ProtobufWriter()
        if !nick.utf8.isEmpty { writer.append(1, string: nick) }
        writer.append(2, string: text)
        if milliseconds != 0 { writer.append(3, varint: milliseconds) }
        if kind != 0 { writer.append(4, varint: kind) }
        return writer.bytes + unknownFields
    }

    /// Text or action.
    public var messageKind: ChatMessage.Kind { kind == 1 ? .action : .text }
}
