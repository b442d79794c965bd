/// The options of the command line, the same in both builds.
enum Option: CaseIterable {
    case nick, room, listen, dial, identity, history, headless, json, stay, plain, engine, component,
        logLevel, fresh,
        version, help

    /// Whether only the native program has it.
    var isNativeOnly: Bool { self == .plain || self == .engine || self == .component || self == .fresh }

    /// The option as it is typed.
    var flag: String {
        switch self {
        case .nick: return "--nick"
        case .room: return "--room"
        case .listen: return "--listen"
        case .dial: return "--dial"
        case .identity: return "--identity"
        case .history: return "--history"
        case .headless: return "--headless"
        case .json: return "--json"
        case .stay: return "--stay"
        case .plain: return "--plain"
        case .engine: return "--engine"
        case .component: return "--component"
        case .logLevel: return "--log-level"
        case .fresh: return "--fresh"
        case .version: return "--version"
        case .help: return "--help"
        }
    }

    /// What the help text calls its value; nil where it takes none.
    var valueName: String? {
        switch self {
        case .nick: return "NAME"
        case .room: return "ROOM"
        case .listen, .dial: return "MULTIADDR"
        case .identity: return "PATH"
        case .history: return "KEEP"
        case .logLevel: return "LEVEL"
        case .engine: return "ENGINE"
        case .component: return "FILE"
        case .headless, .json, .stay, .plain, .fresh, .version, .help: return nil
        }
    }

    /// What the help text says of it.
    var explanation: [String] {
        switch self {
        case .nick:
            return ["name shown beside your messages (default: $USER; in the component \"wasm\")"]
        case .room:
            return ["join at start; repeatable; the last one is the current one (default: lobby)"]
        case .listen:
            return [
                "listen there; repeatable (default: /ip4/0.0.0.0/tcp/0 and /ip6/::/tcp/0);",
                "\"none\" listens nowhere",
            ]
        case .dial:
            return ["dial that peer; repeatable; keeps reconnecting, with backoff"]
        case .identity:
            return [
                "Ed25519 key in libp2p's private-key form, created with mode 0600 (default: in the",
                "user's data folder); \"memory\": a new key each start (the component's default)",
            ]
        case .history:
            return [
                "how long, and how many messages of, each room is kept and passed on to those who",
                "were away: 30d, 12h, 30d,5000 (default: 30d,10000); \"off\" keeps nothing",
            ]
        case .headless: return ["lines in on stdin, lines out on stdout; always so without a terminal"]
        case .json: return ["headless, with one JSON object per line on stdout"]
        case .stay: return ["keep running after stdin ends (otherwise the end of stdin means /quit)"]
        case .plain: return ["in a terminal: coloured lines and a prompt instead of a full screen (native)"]
        case .engine:
            return ["native, or wasm: the same front on the component inside Wasmtime (native)"]
        case .component:
            return ["that component, with --engine wasm (default: hearsay.wasm beside the program)"]
        case .logLevel:
            return ["trace, debug, info, notice, warning or error (default: warning); logs go to stderr"]
        case .fresh:
            return ["in a terminal: without the nick, rooms, peers and layout of the last time (native)"]
        case .version: return ["print the version"]
        case .help: return ["print this help"]
        }
    }
}
