/// The commands that a line can begin with: one table for the headless mode, the component and the terminal.
public enum Verb: CaseIterable, Hashable, Sendable {
    /// Who carries a command out.
    public enum Scope: Hashable, Sendable {
        /// The chat, in every build and mode.
        case chat
        /// The terminal alone.
        case terminal
    }

    case help, join, part, room, rooms, list, nick, me, say, msg, names, whois, dial, disconnect, peers
    case ignore, unignore, block, unblock, topic, history, forget
    case search, clear, set, theme, bind, inspect, log, copy, urls, save, restart, quit

    /// The command of that name, in lower case; nil when there is none.
    public init?(name: String) {
        for verb in Self.allCases where verb.name == name {
            self = verb
            return
        }
        return nil
    }

    /// The word after the slash.
    public var name: String { entry.name }

    /// What follows the name, as people are told.
    public var arguments: String { entry.arguments }

    /// What it does, in one line.
    public var summary: String { entry.summary }

    /// Who carries it out. `inspect` and `help` are both: the terminal has pages for them.
    public var scope: Scope {
        switch self {
        case .msg, .search, .clear, .set, .theme, .bind, .log, .copy, .urls, .save, .restart: return .terminal
        default: return .chat
        }
    }

    /// The command as it is typed.
    public var usage: String { arguments.utf8.isEmpty ? "/" + name : "/" + name + " " + arguments }

    /// Whether it needs something after its name.
    public var needsArguments: Bool {
        !arguments.utf8.isEmpty && arguments.utf8.first != UInt8(ascii: "[")
    }

    private typealias Entry = (name: String, arguments: String, summary: String)

    private var entry: Entry {
        switch self {
        case .help: return ("help", "[COMMAND]", "keys and commands, or all about one command")
        case .join: return ("join", "ROOM", "join a room, or go to one you are in")
        case .part: return ("part", "[ROOM]", "leave a room")
        case .room: return ("room", "ROOM", "go to a room you are in")
        case .rooms: return ("rooms", "", "list the rooms you are in")
        case .list: return ("list", "", "list the rooms that connected peers are in")
        case .nick: return ("nick", "NAME", "change the name shown beside your messages")
        case .me: return ("me", "TEXT", "say what you do: * you TEXT")
        case .say: return ("say", "ROOM TEXT", "say something in a room without going there")
        case .msg:
            return (
                "msg", "ROOM|NICK TEXT",
                "say something in a room, or to somebody in this one; all in it read it"
            )
        case .names: return ("names", "[ROOM]", "list who is in a room")
        case .whois: return ("whois", "PEER", "tell what is known about somebody (nick, key tag or peer id)")
        case .dial: return ("dial", "MULTIADDR", "connect to an address, and keep reconnecting")
        case .disconnect: return ("disconnect", "PEER", "close the connection to a peer")
        case .peers: return ("peers", "", "list who is connected, and who is being dialled")
        case .ignore: return ("ignore", "PEER", "show nothing more of somebody")
        case .unignore: return ("unignore", "PEER", "show somebody again")
        case .block: return ("block", "PEER", "ignore somebody and close every connection with them")
        case .unblock: return ("unblock", "PEER", "undo /block")
        case .topic: return ("topic", "[ROOM]", "show the gossipsub topic behind a room")
        case .history: return ("history", "[ROOM] [N]", "show the latest messages that are kept of a room")
        case .forget: return ("forget", "ROOM", "delete what is kept of a room")
        case .search: return ("search", "[WORDS]", "find words in this room; without words, end the search")
        case .clear: return ("clear", "", "empty the screen of this room")
        case .set: return ("set", "[NAME [VALUE]]", "list the settings, show one, or change it for good")
        case .theme: return ("theme", "[NAME]", "list the themes, or choose one")
        case .bind:
            return ("bind", "[KEY [ACTION]]", "list the keys, show one, or say what it does until you leave")
        case .inspect: return ("inspect", "[PAGE]", "watch gossip at work: its mesh, scores and counters")
        case .log: return ("log", "", "the system log")
        case .copy: return ("copy", "[N]", "copy the last message, or the last N, to the clipboard")
        case .urls: return ("urls", "", "list the links of this room, the latest last")
        case .save: return ("save", "FILE", "write the lines of this room to a file")
        case .restart: return ("restart", "", "start the engine again when it has ended")
        case .quit: return ("quit", "", "hand over what was typed, and leave")
        }
    }
}
