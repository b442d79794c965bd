internal import Net

/// The name of a room, checked: what a member types, shows and joins.
///
/// Room `NAME` is the gossipsub topic `hearsay/1/NAME` and carries chat messages (`ChatPayload`). Room
/// `raw:TOPIC` is the topic `TOPIC` itself and carries plain UTF-8 text, so that Hearsay can talk to any
/// program that gossips text.
public struct RoomName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The most bytes of a room name, without `raw:`. Keeps a topic well below the limits of other
    /// implementations.
    public static let maximumBytes = 128

    /// What precedes the name of a chat room in its topic. The number is the version of the payload.
    public static let topicPrefix = "hearsay/1/"

    /// What marks a room that is a bare topic.
    public static let rawPrefix = "raw:"

    /// The name as typed and shown, `raw:` included.
    public let text: String

    /// Whether the room is a bare topic of plain text.
    public let isRaw: Bool

    /// The gossipsub topic of the room.
    public let topic: String

    /// Checks a name.
    ///
    /// A name has 1 to 128 bytes of UTF-8 and holds neither white space nor control, format or line separator
    /// characters; it does not begin with a slash, which would read as a command. After `raw:` a slash is
    /// fine.
    ///
    /// - Throws: `RoomNameError`, which says what is wrong.
    public init(_ text: String) throws(RoomNameError) {
        let isRaw = text.begins(with: Self.rawPrefix)
        let name = isRaw ? String(text.unicodeScalars.dropFirst(Self.rawPrefix.utf8.count)) : text
        guard !name.utf8.isEmpty else { throw .empty }
        guard name.utf8.count <= Self.maximumBytes else { throw .tooLong }
        guard isRaw || name.utf8.first != UInt8(ascii: "/") else { throw .leadingSlash }
        guard !isRaw || !name.begins(with: Self.topicPrefix) else { throw .topicOfChatRoom }
        for scalar in name.unicodeScalars where !scalar.isAllowedInNames || scalar == " " {
            throw .invalidCharacter(scalar.value)
        }
        self.text = text
        self.isRaw = isRaw
        self.topic = isRaw ? name : Self.topicPrefix + name
    }

    /// The room of a topic; nil where the topic is no room's that could be typed.
    public init?(topic: String) {
        let isChat = topic.begins(with: Self.topicPrefix)
        let name =
            isChat
            ? String(topic.unicodeScalars.dropFirst(Self.topicPrefix.utf8.count)) : Self.rawPrefix + topic
        do {
            try self.init(name)
        } catch {
            return nil
        }
        guard isChat != isRaw else { return nil }
    }

    /// The room at start, unless other rooms are given.
    public static var lobby: RoomName {
        RoomName(checked: "lobby")
    }

    private init(checked name: String) {
        text = name
        isRaw = false
        topic = Self.topicPrefix + name
    }

    /// The name as typed and shown.
    public var description: String { text }

    /// Byte for byte: the topic is bytes, so two spellings of one character are two rooms.
    public static func == (left: RoomName, right: RoomName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// The bytes, as equality compares them.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    /// By bytes.
    public static func < (left: RoomName, right: RoomName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
