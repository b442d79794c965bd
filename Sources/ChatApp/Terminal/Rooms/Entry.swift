public import ChatCore
public import Net

/// One line of a room's history (it may fill several rows). Everything in it is displayable already.
public struct Entry: Hashable, Sendable {
    /// What a line is.
    public enum Kind: Hashable, Sendable {
        /// Something that was said.
        case message
        /// Something that somebody does.
        case action
        /// The program's own words.
        case notice
        /// Something went wrong.
        case error
        /// Somebody came or went.
        case membership
    }

    /// The number of the line in its room; it never changes and grows by one.
    public internal(set) var serial = 0
    /// When it arrived, Unix time in milliseconds.
    public let milliseconds: UInt64
    /// What it is.
    public let kind: Kind
    /// Who said it; nil for the program's own lines.
    public let author: PeerID?
    /// The name the author claims.
    public let nick: String
    /// What was said; rows the author broke are separated by line feeds.
    public let text: String
    /// Whether it is the reader's own.
    public let isOwn: Bool
    /// Whether it was said before and came later, so that it stands further up.
    public let isLate: Bool
    /// Whether it names the reader.
    public let isMention: Bool
    /// The columns that the nick takes.
    let nickColumns: Int
    /// The message id, empty for the program's own lines.
    public let messageID: [UInt8]
    /// To how many peers an own message was handed; nil before that is known.
    public internal(set) var peerCount: Int?

    /// A line that somebody wrote.
    public init(_ message: ChatMessage, milliseconds: UInt64, isMention: Bool) {
        self.milliseconds = milliseconds
        kind = message.kind == .action ? .action : .message
        author = message.author
        nick = Displayable(nick: message.nick).text
        nickColumns = DisplayWidth.columns(of: nick) + (message.kind == .action ? 2 : 0)
        text = Self.joined(Displayable.lines(message.text, limit: 200))
        isOwn = message.isOwn
        isLate = message.isLate
        self.isMention = isMention
        messageID = message.id
    }

    /// A line of the program's own.
    public init(_ kind: Kind, _ text: String, milliseconds: UInt64) {
        self.milliseconds = milliseconds
        self.kind = kind
        author = nil
        nick = ""
        nickColumns = 0
        self.text = Self.joined(Displayable.lines(text, limit: 500))
        isOwn = false
        isLate = false
        isMention = false
        messageID = []
    }

    /// Whether it counts as something to read.
    public var isTalk: Bool { kind == .message || kind == .action }

    private static func joined(_ lines: [Displayable]) -> String {
        lines.count == 1 ? lines[0].text : lines.map(\.text).joined(separator: "\n")
    }
}
