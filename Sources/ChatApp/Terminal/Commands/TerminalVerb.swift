/// The commands of the terminal: the chat's own, which are handed on, and those that concern the screen
/// alone.
public enum TerminalVerb: String, CaseIterable, Hashable, Sendable {
    case help, join, part, room, rooms, nick, me, say, msg, names, whois, dial, disconnect, peers, ignore,
        unignore
    case block, unblock, topic, search, clear, set, theme, bind, inspect, log, copy, save, quit

    /// What follows the name.
    public var arguments: String {
        switch self {
        case .help: "[COMMAND | keys | set | gossip]"
        case .join, .room: "ROOM"
        case .part, .names, .topic: "[ROOM]"
        case .nick: "NAME"
        case .me: "TEXT"
        case .say: "ROOM TEXT"
        case .msg: "ROOM|NICK TEXT"
        case .whois, .disconnect: "NICK|TAG|PEER"
        case .ignore, .unignore, .block, .unblock: "[NICK|TAG|PEER]"
        case .dial: "MULTIADDR"
        case .search: "[WORDS]"
        case .set: "[NAME [VALUE]]"
        case .theme: "[NAME]"
        case .bind: "[KEY [ACTION]]"
        case .inspect: "[mesh | peers | connections | messages | counters]"
        case .save: "FILE"
        case .rooms, .peers, .clear, .log, .copy, .quit: ""
        }
    }

    /// What it does, in one line.
    public var summary: String {
        switch self {
        case .help: "keys and commands, or all about one command"
        case .join: "join a room and go there"
        case .part: "leave a room"
        case .room: "go to a room you are in"
        case .rooms: "list the rooms you are in"
        case .nick: "change the name shown beside your messages"
        case .me: "say what you do"
        case .say: "say something in a room without going there"
        case .msg: "say something in a room, or to somebody in this one; all in it read it"
        case .names: "list who is in a room"
        case .whois: "tell what is known about somebody"
        case .dial: "connect to an address, and keep reconnecting"
        case .disconnect: "close the connection to a peer"
        case .peers: "list who is connected"
        case .ignore: "show nothing more of somebody; alone: list whom"
        case .unignore: "show somebody again"
        case .block: "ignore somebody and close every connection with them; alone: list whom"
        case .unblock: "undo /block"
        case .topic: "show the gossip topic of a room"
        case .search: "find words in this room; without words, end the search"
        case .clear: "empty the screen of this room"
        case .set: "list the settings, show one, or change it for good"
        case .theme: "list the themes, or choose one"
        case .bind: "list the keys, show one, or say what it does until you leave"
        case .inspect: "watch gossip at work"
        case .log: "the system log"
        case .copy: "text without bars, to select with the mouse"
        case .save: "write the lines of this room to a file"
        case .quit: "leave"
        }
    }

    /// More to know, for `/help COMMAND`.
    public var details: String {
        switch self {
        case .join:
            "A room is a gossip topic; whoever joins it reads along. raw:TOPIC joins any topic of other programs, as plain text."
        case .msg:
            "Nothing is private here: gossip carries every message to everybody in the room. To somebody means that your line "
                + "begins with their nick, so that their terminal tells them."
        case .ignore, .unignore, .block, .unblock:
            "Name somebody by nick, by the key tag beside the nick, or by the whole peer id. It is the key that is kept, in the "
                + "configuration file: a new nick does not help, and the next run knows it too. Others still hear them."
        case .whois, .disconnect:
            "Name somebody by nick, by the key tag beside the nick, or by the whole peer id. Two may use one nick; tags differ."
        case .dial:
            "An address looks like /ip4/192.0.2.1/tcp/4001/p2p/12D3KooW... With /p2p/ nobody else can answer in their place."
        case .search:
            "Upper and lower case are the same. Alt-s goes to the line before, Alt-S to the next, Escape ends the search. "
                + "Ctrl-S begins one without a command."
        case .set:
            "/set lists all; /set NAME tells what it can be; /set NAME VALUE changes it now and writes it to the configuration file."
        case .bind:
            "Keys are written Ctrl-n, Alt-Left, F2. 'none' frees a key. The [keys] part of the configuration file keeps them."
        case .save: "The file must not exist yet. ~ is your home folder."
        case .clear: "What is kept of the room in files stays; /help set tells of the setting history."
        case .inspect:
            "F2 opens and closes it, F3 turns the page. What you type still goes to the room. /help gossip explains the words."
        default: ""
        }
    }

    /// The command as it is typed.
    public var usage: String { arguments.isEmpty ? "/\(rawValue)" : "/\(rawValue) \(arguments)" }

    /// Whether it needs something after its name.
    var needsArguments: Bool { !arguments.isEmpty && !arguments.hasPrefix("[") }
}
