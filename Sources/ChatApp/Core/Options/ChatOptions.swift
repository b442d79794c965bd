public import History
public import Net

/// What the command line asked for, checked.
public struct ChatOptions: Equatable, Sendable {
    /// The name shown beside one's messages.
    public var nick: Nick
    /// Whether the user named none, so that the nick of the last time may come instead.
    public var isNickDefault: Bool
    /// The rooms joined at start, each once; the last is the current one.
    public var rooms: [RoomName]
    /// Whether the user named none, so that the rooms of the last time may come instead.
    public var areRoomsDefault: Bool
    /// The addresses to listen on; empty listens nowhere.
    public var listenAddresses: [Multiaddr]
    /// Whether the user named the addresses to listen on. One of the defaults that cannot be bound (no IPv6,
    /// say) is no error as long as the other can.
    public var areListenAddressesDefault: Bool
    /// The peers to dial, and to dial again.
    public var dialAddresses: [Multiaddr]
    /// Where the key comes from.
    public var identity: IdentityChoice
    /// How much of each room is kept, and passed on to those who were away; nil keeps nothing.
    public var history: HistoryKeep?
    /// Whether that is the default.
    public var isHistoryDefault: Bool
    /// Whether `--headless` or `--json` was given. Without a terminal it is headless anyway.
    public var isHeadless: Bool
    /// Whether events are written as JSON.
    public var isJSON: Bool
    /// Whether the end of stdin does not mean `/quit`.
    public var staysAfterInput: Bool
    /// How much is logged.
    public var logLevel: LogLevel
    /// Whether a terminal shows lines and a prompt instead of a full screen.
    public var isPlain: Bool
    /// Whether a terminal starts without what it remembers of the last time.
    public var isFresh: Bool
    /// The build of the core that the native front drives.
    public var engine: Engine
    /// The component's file, with `engine` wasi; nil is the one beside the program.
    public var componentPath: String?
}
