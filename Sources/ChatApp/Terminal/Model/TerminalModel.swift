public import ChatCore
public import Net

/// Everything the terminal shows, as a value. `receive` is the only thing that changes it; the view only
/// reads it.
///
/// Contract: give every input to `receive`, do what the effects say, and draw `TerminalView.screen(of:)` when
/// `isDirty`.
public struct TerminalModel: Sendable {
    /// What lies over the messages, or beside them.
    public enum Overlay: Hashable, Sendable {
        /// Nothing.
        case none
        /// Keys and commands, from the given row.
        case help(topic: String, row: Int)
        /// The system log; rows scrolled up from its end.
        case log(rowsUp: Int)
        /// The gossip inspector: its page, and the rows scrolled down.
        case inspector(page: InspectorPage, row: Int)
        /// The messages alone, without bars, to be selected with the mouse.
        case copy
    }

    /// What the keys are writing into.
    public enum Focus: Hashable, Sendable {
        /// The message.
        case message
        /// The words to search for in the room.
        case roomSearch(LineEditor)
        /// The words to search for in the history; the index of the line found.
        case historySearch(query: String, found: Int?)
    }

    /// A divider that is being dragged.
    enum Drag: Hashable, Sendable {
        case rooms
        case members
    }

    // MARK: State

    /// The size of the terminal.
    public internal(set) var size: Size
    /// What the reader has set.
    public internal(set) var settings: Settings
    /// Which key does what.
    public internal(set) var bindings: KeyBindings
    /// How everything looks; follows `settings.theme`.
    public internal(set) var theme: Theme
    /// The rooms, in the order of joining. Never empty: the first one is there before the chat is ready.
    public internal(set) var rooms: [RoomBuffer]
    /// The place in `rooms` of the one that is shown.
    public internal(set) var current = 0
    /// What lies over the messages.
    public internal(set) var overlay = Overlay.none
    /// What the keys are writing into.
    public internal(set) var focus = Focus.message
    /// Whether something changed since `markDrawn()`.
    public internal(set) var isDirty = true
    /// The chat has ended; the driver should end too.
    public internal(set) var isClosed = false
    /// Who we are; nil before the chat is ready.
    public internal(set) var ownPeer: PeerID?
    /// Our nick.
    public internal(set) var ownNick: String
    /// Which build of the core drives.
    public internal(set) var engine: Engine
    /// What is known of other peers.
    public internal(set) var peers: [PeerID: PeerState] = [:]
    /// Where we listen.
    public internal(set) var listenAddresses: [Multiaddr] = []
    /// The log's lines, displayable, the latest last.
    public internal(set) var logLines: [String] = []
    /// The latest look into gossip, and what it was before.
    public internal(set) var inspector = InspectorState()
    /// A line above the input that says what a key just did; gone with the next key.
    public internal(set) var hint = ""

    /// Addresses whose last dial failed: told once, for they are tried again and again.
    var unreachable: Set<Multiaddr> = []
    var history = InputHistory()
    var killRing = KillRing()
    var lastRoom: RoomName?
    var drag: Drag?
    var completion: Completion?
    var awaitsPasteConfirmation = false
    var awaitsQuit = false
    var hasFocus = true
    var activityCount = 0
    var hasGreeted = false
    var hasJoined = false
    var utcOffset = 0
    var colorOverrides: [Role: Style]
    /// `settings.ignored` and `settings.blocked` as peers.
    var ignoredPeers: Set<PeerID> = []
    var blockedPeers: Set<PeerID> = []
    let automaticTheme: Theme

    /// Lines kept in the log.
    static let maximumLogLines = 2_000
    /// Peers remembered; those long gone are forgotten first.
    static let maximumPeers = 4_096

    /// A terminal before its first event.
    ///
    /// - Parameters:
    ///   - automaticTheme: what the theme `auto` means on this terminal.
    ///   - colors: parts of the screen that look other than in the theme.
    public init(
        size: Size,
        nick: String,
        rooms: [RoomName],
        engine: Engine,
        settings: Settings = Settings(),
        bindings: KeyBindings = .standard,
        automaticTheme: Theme = .dark,
        colors: [Role: Style] = [:]
    ) {
        self.size = size
        self.settings = settings
        self.bindings = bindings
        self.automaticTheme = automaticTheme
        self.colorOverrides = colors
        self.engine = engine
        ownNick = Displayable(nick, limit: 64).text
        theme = automaticTheme
        self.rooms = (rooms.isEmpty ? [RoomName.lobby] : rooms).map { RoomBuffer($0) }
        current = self.rooms.count - 1
        applySettings()
    }

    /// The room that is shown.
    public var room: RoomBuffer {
        get { rooms[current] }
        set { rooms[current] = newValue }
    }

    /// Whether the screen changes with time alone, so that `TerminalInput.tick` is wanted every second.
    public var wantsTicks: Bool {
        if case .inspector = overlay { return true }
        return false
    }

    /// Says that the screen was drawn.
    public mutating func markDrawn() { isDirty = false }

    /// Takes one input in.
    ///
    /// - Returns: what is to be done, in order.
    public mutating func receive(_ input: TerminalInput, at moment: Moment) -> [TerminalEffect] {
        utcOffset = moment.utcOffset
        isDirty = true
        switch input {
        case .key(let key):
            let effects = receiveKey(key, at: moment)
            if effects.contains(.command(.quit)) { hint = "leaving ... (once more: at once)" }
            return effects
        case .paste(let text): return receivePaste(text)
        case .mouse(let event): return receiveMouse(event)
        case .focus(let hasFocus): return receiveFocus(hasFocus)
        case .resize(let size):
            self.size = size
            return []
        case .event(let event): return receiveEvent(event, at: moment)
        case .log(let line):
            log(line)
            return []
        case .notice(let text, let isError):
            show(isError ? .error : .notice, text, at: moment)
            return []
        case .directory(let path, let names): return receiveDirectory(path, names)
        case .history(let room, let messages):
            receiveHistory(room, messages)
            return []
        case .tick: return wantsTicks ? [.command(.inspect)] : []
        }
    }

    // MARK: Shared by the parts

    /// Adds a line of the program's own to the room that is shown.
    mutating func show(_ kind: Entry.Kind, _ text: String, at moment: Moment) {
        append(Entry(kind, text, milliseconds: moment.milliseconds), to: current)
    }

    /// Adds a line to a room.
    mutating func append(_ entry: Entry, to index: Int) {
        rooms[index].append(entry, limit: settings.scrollback)
    }

    mutating func log(_ line: String) {
        logLines.append(Displayable(line, limit: 2_000).text)
        if logLines.count > Self.maximumLogLines {
            logLines.removeFirst(logLines.count - Self.maximumLogLines)
        }
    }

    /// The place of a room.
    func index(of name: RoomName) -> Int? { rooms.firstIndex { $0.name == name } }

    /// The nick of a peer, displayable; its key tag when it has said none.
    func nick(of peer: PeerID) -> String {
        if peer == ownPeer { return ownNick }
        if let nick = peers[peer]?.nick, !nick.isEmpty { return nick }
        return "…" + peer.shortDescription
    }

    /// A peer as people tell it from others: the nick, if one is known, and the key tag.
    func name(of peer: PeerID) -> String {
        guard let nick = peers[peer]?.nick, !nick.isEmpty else { return peer.shortDescription }
        return "\(nick) \(peer.shortDescription)"
    }

    /// Looks up again what follows from the settings, after one of them changed.
    mutating func applySettings() {
        ignoredPeers = Self.peers(settings.ignored)
        blockedPeers = Self.peers(settings.blocked)
        var theme = Theme.named(settings.theme) ?? automaticTheme
        for (role, style) in colorOverrides { theme = theme.changing(role, to: style) }
        self.theme = theme
    }
}
