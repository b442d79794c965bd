import ChatCore

extension Verb {
    /// More to know, for `/help COMMAND`.
    var details: String {
        switch self {
        case .join:
            "A room is a gossip topic; whoever joins it reads along. raw:TOPIC joins any topic of other programs, as plain text."
        case .msg:
            "Nothing is private here: gossip carries every message to everybody in the room. To somebody means that your line "
                + "begins with their nick, so that their terminal tells them."
        case .ignore, .unignore, .block, .unblock:
            "Name somebody by nick, by the key tag, or by the whole peer id; alone, /ignore and /block list whom. It is the key that "
                + "is kept, in the configuration file: a new nick does not help, and the next run knows it too. Others still hear them."
        case .whois, .disconnect:
            "Name somebody by nick, by the key tag, or by the whole peer id. Two may use one nick; tags differ."
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
        case .help: "/help keys lists the keys, /help set the settings, /help gossip the words of gossip."
        case .inspect:
            "The pages are mesh, peers, connections, messages and counters. F2 opens and closes it, F3 turns the page. What you type "
                + "still goes to the room. /help gossip explains the words."
        default: ""
        }
    }
}
