import ChatCore

extension ChatCommand {
    /// The command as the line that asks a headless peer for it; nil for `stop`, which is a signal.
    ///
    /// A line break inside a text becomes U+2028, which is one to every Hearsay that shows it.
    var line: String? {
        let text: String
        switch self {
        case .send(let said): text = said.utf8.first == UInt8(ascii: "/") ? "/" + said : said
        case .say(let room, let said): text = "/say \(room.text) \(said)"
        case .action(let said): text = "/me \(said)"
        case .join(let room): text = "/join \(room.text)"
        case .part(let room): text = room.map { "/part \($0.text)" } ?? "/part"
        case .room(let room): text = "/room \(room.text)"
        case .nick(let nick): text = "/nick \(nick.text)"
        case .dial(let address): text = "/dial \(address.description)"
        case .disconnect(let peer): text = "/disconnect \(peer.text)"
        case .peers: text = "/peers"
        case .rooms: text = "/rooms"
        case .list: text = "/list"
        case .names(let room): text = room.map { "/names \($0.text)" } ?? "/names"
        case .whois(let peer): text = "/whois \(peer.text)"
        case .ignore(let peer): text = "/ignore \(peer.text)"
        case .unignore(let peer): text = "/unignore \(peer.text)"
        case .block(let peer): text = "/block \(peer.text)"
        case .unblock(let peer): text = "/unblock \(peer.text)"
        case .topic(let room): text = room.map { "/topic \($0.text)" } ?? "/topic"
        case .history(let room, let count):
            text = "/history" + (room.map { " " + $0.text } ?? "") + (count.map { " \($0)" } ?? "")
        case .forget(let room): text = "/forget \(room.text)"
        case .help: text = "/help"
        case .inspect: text = "/inspect"
        case .quit: text = "/quit"
        case .stop: return nil
        }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? "\u{2028}" : $0 })
        )
    }
}
