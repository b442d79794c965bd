import Net

/// Reads one typed line.
///
/// A line that begins with a slash is a command, every other line is text for the current room; `//…` is text
/// that begins with a slash. A command that is wrong is explained and never sent as text.
public enum CommandParser {
    /// The longest text of one message, in bytes of UTF-8: 16 KiB.
    ///
    /// It leaves room below the 64 KiB that rust-libp2p takes for a whole RPC.
    public static let maximumTextBytes = 16_384
    /// The most messages that `/history` shows at once.
    public static let maximumHistory = 1_000

    /// Reads a line, without its line ending.
    ///
    /// - Returns: what it asks for; nil for an empty line, which asks for nothing.
    /// - Throws: `CommandError`, with one line for the user.
    public static func parse(_ line: String, engine: Engine) throws(CommandError) -> ChatCommand? {
        let line = withoutMark(line)
        guard let first = line.utf8.first else { return nil }
        guard first == UInt8(ascii: "/") else { return .send(try checked(line)) }
        let rest = line.utf8.dropFirst()
        if rest.first == UInt8(ascii: "/") {
            return .send(try checked(String(decoding: rest, as: UTF8.self)))
        }
        let (word, argument) = split(String(decoding: rest, as: UTF8.self))
        guard let verb = Verb(name: word), verb.scope == .chat else {
            let shown = Displayable(word, limit: 40).text
            throw CommandError(
                message:
                    "no command /\(shown); /help lists them (to say a line that begins with a slash, type //)"
            )
        }
        return try command(verb, argument, engine: engine)
    }

    /// Reads a line of the input; what is not valid UTF-8 becomes U+FFFD.
    static func parse(_ line: LineSplitter.Line, engine: Engine) throws(CommandError) -> ChatCommand? {
        switch line {
        case .text(let bytes): return try parse(String(decoding: bytes, as: UTF8.self), engine: engine)
        case .tooLong(let count):
            throw CommandError(
                message:
                    "not sent: the line has \(count) bytes, and a message holds at most \(maximumTextBytes)"
            )
        }
    }

    /// A line without the byte-order mark (U+FEFF) that some editors put before the first line of a file. It
    /// cannot be seen, and would make a command a text that is said aloud.
    public static func withoutMark(_ line: String) -> String {
        let bytes = line.utf8
        guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return line }
        return String(decoding: bytes.dropFirst(3), as: UTF8.self)
    }

    /// Checks the length of a text.
    ///
    /// - Throws: `CommandError` where it is longer than `maximumTextBytes`.
    public static func checked(_ text: String) throws(CommandError) -> String {
        let count = text.utf8.count
        guard count <= maximumTextBytes else {
            throw CommandError(
                message:
                    "not sent: the text has \(count) bytes, and a message holds at most \(maximumTextBytes)"
            )
        }
        return text
    }

    private static func command(_ verb: Verb, _ argument: String, engine: Engine) throws(CommandError)
        -> ChatCommand
    {
        switch verb {
        case .join: return .join(try room(required(argument, verb)))
        case .part: return .part(try optionalRoom(argument))
        case .room: return .room(try room(required(argument, verb)))
        case .say:
            let (name, text) = split(try required(argument, verb))
            return .say(try room(name), try checked(required(text, verb)))
        case .nick: return .nick(try nick(required(argument, verb)))
        case .me: return .action(try checked(required(argument, verb)))
        case .dial: return .dial(try address(required(argument, verb), engine: engine))
        case .disconnect: return .disconnect(try peer(argument, verb))
        case .peers: return try alone(.peers, argument, verb)
        case .rooms: return try alone(.rooms, argument, verb)
        case .list: return try alone(.list, argument, verb)
        case .names: return .names(try optionalRoom(argument))
        case .whois: return .whois(try peer(argument, verb))
        case .ignore: return .ignore(try peer(argument, verb))
        case .unignore: return .unignore(try peer(argument, verb))
        case .block: return .block(try peer(argument, verb))
        case .unblock: return .unblock(try peer(argument, verb))
        case .topic: return .topic(try optionalRoom(argument))
        case .history: return try history(argument)
        case .forget: return .forget(try room(required(argument, verb)))
        case .inspect: return try alone(.inspect, argument, verb)
        case .help: return .help
        case .quit: return .quit
        case .msg, .search, .clear, .set, .theme, .bind, .log, .copy, .urls, .save, .restart:
            throw CommandError(message: "/\(verb.name) is for the terminal alone")
        }
    }

    /// The first word, and what follows the space after it.
    private static func split(_ text: String) -> (word: String, rest: String) {
        let bytes = text.utf8
        guard let space = bytes.firstIndex(of: UInt8(ascii: " ")) else { return (text, "") }
        let rest = bytes[bytes.index(after: space)...]
        return (String(decoding: bytes[..<space], as: UTF8.self), String(decoding: rest, as: UTF8.self))
    }

    private static func trimmed(_ text: String) -> String {
        var bytes = Substring(text).utf8
        while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func required(_ argument: String, _ verb: Verb) throws(CommandError) -> String {
        guard argument.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else {
            throw CommandError(message: "usage: \(verb.usage)")
        }
        return argument
    }

    private static func alone(
        _ command: ChatCommand,
        _ argument: String,
        _ verb: Verb
    ) throws(CommandError) -> ChatCommand {
        guard trimmed(argument).utf8.isEmpty else {
            throw CommandError(message: "/\(verb.name) takes nothing after it")
        }
        return command
    }

    private static func room(_ argument: String) throws(CommandError) -> RoomName {
        let name = trimmed(argument)
        do {
            return try RoomName(name)
        } catch {
            throw CommandError(
                message: "room \"\(Displayable(name, limit: 100).text)\": \(error.explanation)"
            )
        }
    }

    private static func optionalRoom(_ argument: String) throws(CommandError) -> RoomName? {
        trimmed(argument).utf8.isEmpty ? nil : try room(argument)
    }

    /// A room, or a number, or both.
    private static func history(_ argument: String) throws(CommandError) -> ChatCommand {
        let (first, second) = split(trimmed(argument))
        if let count = Int(first), trimmed(second).isEmpty { return .history(nil, try historyCount(count)) }
        guard !trimmed(second).isEmpty else { return .history(try optionalRoom(first), nil) }
        guard let count = Int(trimmed(second)) else {
            throw CommandError(message: "usage: \(Verb.history.usage)")
        }
        return .history(try room(first), try historyCount(count))
    }

    private static func historyCount(_ count: Int) throws(CommandError) -> Int {
        guard (1...maximumHistory).contains(count) else {
            throw CommandError(message: "/history shows 1 to \(maximumHistory) messages")
        }
        return count
    }

    private static func nick(_ argument: String) throws(CommandError) -> Nick {
        let name = trimmed(argument)
        do {
            return try Nick(name)
        } catch {
            throw CommandError(
                message: "nick \"\(Displayable(name, limit: 100).text)\": \(error.explanation)"
            )
        }
    }

    private static func peer(_ argument: String, _ verb: Verb) throws(CommandError) -> PeerReference {
        PeerReference(trimmed(try required(argument, verb)))
    }

    private static func address(_ argument: String, engine: Engine) throws(CommandError) -> Multiaddr {
        let text = trimmed(argument)
        do {
            return try AddressPolicy.checkDial(AddressPolicy.parseDial(text), engine: engine)
        } catch {
            throw CommandError(
                message: "cannot dial \"\(Displayable(text, limit: 200).text)\": \(error.explanation)"
            )
        }
    }
}
