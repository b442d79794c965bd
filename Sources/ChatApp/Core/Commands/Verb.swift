/// The commands that a line can begin with.
enum Verb: CaseIterable {
    case join, part, room, say, nick, me, dial, disconnect, peers, rooms, names, whois, ignore, unignore,
        topic, history, forget, inspect
    case help, quit

    /// The word after the slash.
    var name: String {
        switch self {
        case .join: return "join"
        case .part: return "part"
        case .room: return "room"
        case .say: return "say"
        case .nick: return "nick"
        case .me: return "me"
        case .dial: return "dial"
        case .disconnect: return "disconnect"
        case .peers: return "peers"
        case .rooms: return "rooms"
        case .names: return "names"
        case .whois: return "whois"
        case .ignore: return "ignore"
        case .unignore: return "unignore"
        case .topic: return "topic"
        case .history: return "history"
        case .forget: return "forget"
        case .inspect: return "inspect"
        case .help: return "help"
        case .quit: return "quit"
        }
    }

    /// How it is used, and what it does.
    var usage: (form: String, explanation: String) {
        switch self {
        case .join: return ("/join ROOM", "join a room, or switch to one you are in")
        case .part: return ("/part [ROOM]", "leave a room")
        case .room: return ("/room ROOM", "switch to a room you are in")
        case .say: return ("/say ROOM TEXT", "say something in a room you are in")
        case .nick: return ("/nick NAME", "change the name beside your messages")
        case .me: return ("/me TEXT", "say what you do: * you TEXT")
        case .dial: return ("/dial MULTIADDR", "connect to a peer, and keep reconnecting")
        case .disconnect: return ("/disconnect PEER", "close the connection to a peer")
        case .peers: return ("/peers", "who is connected")
        case .rooms: return ("/rooms", "the rooms you are in")
        case .names: return ("/names [ROOM]", "who is in a room")
        case .whois: return ("/whois PEER", "what is known of a peer (its nick, key tag or peer id)")
        case .ignore: return ("/ignore PEER", "show nothing more of that author")
        case .unignore: return ("/unignore PEER", "show that author again")
        case .topic: return ("/topic [ROOM]", "the gossipsub topic behind a room")
        case .history: return ("/history [ROOM] [N]", "the latest messages of a room")
        case .forget: return ("/forget ROOM", "delete what is kept of a room")
        case .inspect: return ("/inspect", "the mesh, the scores and the counters of gossip")
        case .help: return ("/help [COMMAND]", "the commands")
        case .quit: return ("/quit", "hand over what was typed, and leave")
        }
    }
}
