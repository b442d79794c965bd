/// What the reader can change about the terminal.
public struct Settings: Hashable, Sendable {
    /// A theme's name, or `auto`.
    public var theme = "auto"
    /// `hh:mm`, `hh:mm:ss` or `off`.
    public var timestamps = "hh:mm"
    /// Whether a tag of the author's key stands beside every nick, and not only where two use one nick.
    public var showsKeyTags = false
    /// The most columns for nicks.
    public var nickWidth = 12
    /// Whether the rooms are listed at the left.
    public var showsRooms = true
    /// Whether the members are listed at the right.
    public var showsMembers = true
    /// Columns of the room list; 0 for what the names need.
    public var roomsWidth = 0
    /// Columns of the member list; 0 for what the nicks need.
    public var membersWidth = 0
    /// Whether arrivals and departures are told in the room.
    public var showsMembership = true
    /// Whether the mouse works in the program (and not the terminal's own selection).
    public var usesMouse = true
    /// Whether the bell rings for a mention.
    public var ringsBell = false
    /// Desktop notices for mentions: `off`, `osc9` or `osc777`.
    public var notifications = "off"
    /// More words that count as a mention, beside the own nick.
    public var highlights: [String] = []
    /// `joined` draws emoji sequences as one picture, `simple` only their first part: for terminals that
    /// cannot.
    public var emoji = "joined"
    /// Lines kept for each room.
    public var scrollback = 100_000
    /// A paste of more lines has to be confirmed.
    public var pasteLines = 4
    /// Whether what is said is kept, to be shown again in the next run and passed on; where the command line
    /// does not say how much.
    public var keepsHistory = true
    /// Peer ids whose messages are not shown.
    public var ignored: [String] = []
    /// Peer ids that are ignored and disconnected as soon as they connect.
    public var blocked: [String] = []

    /// The settings of a new installation.
    public init() {}
}
