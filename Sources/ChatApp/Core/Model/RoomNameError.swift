/// What is wrong with a room name. The user's fault; nothing was changed.
public enum RoomNameError: Error, Equatable, Sendable {
    /// There is no name, or nothing after `raw:`.
    case empty
    /// More than `RoomName.maximumBytes` bytes.
    case tooLong
    /// A chat room's name begins with a slash.
    case leadingSlash
    /// `raw:` before the topic of a chat room, which carries no plain text.
    case topicOfChatRoom
    /// White space, or a control, format or line separator character; its Unicode scalar value.
    case invalidCharacter(UInt32)

    /// One line for the user.
    public var explanation: String {
        switch self {
        case .empty: return "a room name has at least one character"
        case .tooLong: return "a room name has at most \(RoomName.maximumBytes) bytes"
        case .leadingSlash: return "a room name does not begin with a slash"
        case .topicOfChatRoom: return "a topic hearsay/1/NAME is the chat room NAME; join it by that name"
        case .invalidCharacter(let value):
            return "a room name has no spaces or control characters (here U+\(Hexadecimal.text(value)))"
        }
    }
}
