/// Reads the lines that say what happens.
struct StepParser {
    let scene: Scene

    /// How long an expectation waits unless the scene says otherwise.
    static let patience = Duration.seconds(10)
    /// How long a program may take from its start until it listens. A cold cache compiles the component
    /// first.
    static let startPatience = Duration.seconds(30)

    /// Words that no peer may be called.
    static let reserved: Set<String> = [
        "start", "meet", "graft", "kill", "terminate", "interrupt", "freeze", "thaw", "restart", "fault",
        "mend",
        "unplug", "plug", "measure", "note", "everyone", "and", "scene", "about", "limit", "tags", "needs",
        "room", "engine",
        "peer",
        "peers", "group", "dial", "link", "topology",
    ]

    func action(_ cursor: inout TokenCursor) throws(SceneProblem) -> SceneStep.Action {
        guard let keyword = cursor.nextWord else { throw cursor.problem("a step expected") }
        if isPeerWord(keyword) {
            let peers = try peerList(&cursor)
            return try deed(of: peers, &cursor)
        }
        _ = cursor.take(keyword)
        switch keyword {
        case "start":
            let peers = cursor.isAtEnd || cursor.nextWord == "within" ? [] : try peerList(&cursor)
            return .start(peers, within: try cursor.within(default: Self.startPatience))
        case "meet":
            let peers = isAtPeers(cursor) ? try peerList(&cursor) : []
            return .meet(peers, within: try cursor.within(default: Self.patience))
        case "graft":
            let peers = isAtPeers(cursor) ? try peerList(&cursor) : []
            return .graft(peers, within: try cursor.within(default: Self.patience))
        case "kill", "terminate", "interrupt", "freeze", "thaw":
            guard let signal = PeerSignal(rawValue: keyword) else {
                throw cursor.problem("a signal expected")
            }
            return .signal(try peerList(&cursor), signal)
        case "restart":
            let peers = try peerList(&cursor)
            return .restart(peers, within: try cursor.within(default: Self.startPatience))
        case "fault":
            return try fault(&cursor)
        case "mend":
            return .mend(link: try link(&cursor))
        case "unplug", "plug":
            return .plug(try hosts(&cursor), keyword == "plug")
        case "measure":
            return try measurement(&cursor)
        default:
            throw cursor.problem(unknown(keyword))
        }
    }

    /// What to tell somebody whose line begins with a word that begins no line.
    private func unknown(_ keyword: String) -> String {
        if ["wait", "sleep", "pause"].contains(keyword) {
            return "a scene never waits for a mere time (\(keyword)): say what should be there, such as "
                + "`PEER hears \"TEXT\" within 5s`"
        }
        let words = Self.reserved.subtracting(["everyone", "and"]).sorted().joined(separator: ", ")
        return "a step, a declaration or the name of a peer expected (\(words)), found \(keyword)"
    }

    /// One or more peers or groups, separated by spaces, commas or `and`.
    func peerList(_ cursor: inout TokenCursor) throws(SceneProblem) -> [String] {
        var names: [String] = []
        while let word = cursor.nextWord, isPeerWord(word) || (word == "and" && !names.isEmpty) {
            _ = cursor.take(word)
            if word != "and" { names.append(word) }
        }
        if names.isEmpty {
            let word = try cursor.word("the name of a peer or a group, or everyone,")
            throw cursor.problem("the name of a peer or a group declared above expected, found \(word)")
        }
        return names
    }

    private func isPeerWord(_ word: String) -> Bool {
        word == "everyone" || scene.groups[word] != nil || scene.peer(named: word) != nil
    }

    private func isAtPeers(_ cursor: TokenCursor) -> Bool {
        cursor.nextWord.map(isPeerWord) ?? false
    }

    // MARK: - What peers do and what is expected of them

    private func deed(of peers: [String], _ cursor: inout TokenCursor) throws(SceneProblem)
        -> SceneStep.Action
    {
        let verb = try cursor.word("what the peer does")
        switch verb {
        case "says", "say": return try saying(peers, .message, &cursor)
        case "acts", "act": return try saying(peers, .act, &cursor)
        case "types", "type": return try saying(peers, .line, &cursor)
        case "joins", "join":
            let room = try cursor.word("a room")
            return .enter(peers, room: room, within: try cursor.within(default: Self.patience))
        case "leaves", "leave":
            let room = try cursor.word("a room")
            return .leave(peers, room: room, within: try cursor.within(default: Self.patience))
        case "hears", "hear":
            let hearing = try hearing(&cursor)
            return .hear(peers, hearing, within: try cursor.within(default: Self.patience))
        case "sees", "see":
            let pattern = try pattern(&cursor)
            return .see(peers, pattern, within: try cursor.within(default: Self.patience))
        case "has", "have":
            return try absence(peers, &cursor)
        case "connects", "connect":
            guard cursor.take("to") else { throw cursor.problem("\"to\" and the names of peers expected") }
            return .connect(
                peers,
                to: try peerList(&cursor),
                within: try cursor.within(default: Self.patience)
            )
        case "loses", "lose":
            return .lose(peers, try peerList(&cursor), within: try cursor.within(default: Self.patience))
        case "quits", "quit":
            return .quit(peers, within: try cursor.within(default: Self.patience))
        case "closes", "close":
            guard cursor.take("input") else { throw cursor.problem("\"input\" expected after \"closes\"") }
            return .closeInput(peers)
        case "exits", "exit":
            let status = Int32(try cursor.number("an exit status", in: 0...255))
            return .exit(peers, status: status, within: try cursor.within(default: Self.patience))
        case "complains", "complain":
            let text = try cursor.text("what it writes to stderr")
            return .complain(peers, text: text, within: try cursor.within(default: Self.patience))
        default:
            throw cursor.problem(
                "a verb expected after the name of a peer (says, acts, types, joins, leaves, hears, sees, has not, "
                    + "connects to, loses, quits, closes input, exits, complains) or another peer declared above, "
                    + "found \(verb)"
            )
        }
    }

    private func saying(
        _ peers: [String],
        _ kind: SceneStep.SayingKind,
        _ cursor: inout TokenCursor
    ) throws(SceneProblem) -> SceneStep.Action {
        let text = TextTemplate(try cursor.text("what is said"))
        var room: String?
        var times = 1
        while !cursor.isAtEnd {
            if cursor.take("in") {
                room = try cursor.word("a room")
            } else if cursor.take("times") {
                times = try cursor.number("how many times", in: 1...100_000)
            } else {
                throw cursor.problem("\"in ROOM\", \"times NUMBER\" or the end of the line expected")
            }
        }
        return .say(peers, text: text, room: room, times: times, kind: kind)
    }

    private func hearing(_ cursor: inout TokenCursor) throws(SceneProblem) -> Hearing {
        let text = TextTemplate(try cursor.text("what is heard"))
        var speakers: [String] = []
        var room: String?
        var times = 1
        while let word = cursor.nextWord, word != "within" {
            _ = cursor.take(word)
            switch word {
            case "from": speakers = try peerList(&cursor)
            case "in": room = try cursor.word("a room")
            case "times": times = try cursor.number("how many times", in: 1...100_000)
            default:
                throw cursor.problem("from, in, times or within expected, found \(word)")
            }
        }
        if speakers.isEmpty && text.source.contains("{name}") {
            throw cursor.problem("a text with {name} needs \"from PEERS\", or nobody knows whose name")
        }
        return Hearing(text: text, speakers: speakers, room: room, times: times)
    }

    private func pattern(_ cursor: inout TokenCursor) throws(SceneProblem) -> EventPattern {
        let event = try cursor.word("the name of an event")
        var fields: [EventPattern.Field] = []
        while let word = cursor.nextWord, word != "within" {
            guard let separator = word.firstIndex(of: "=") else {
                throw cursor.problem("FIELD=VALUE or within expected, found \(word)")
            }
            _ = cursor.take(word)
            var value = String(word[word.index(after: separator)...])
            if value.isEmpty { value = try cursor.text("the value of \(word)") }
            if value.hasPrefix("@"), scene.peer(named: String(value.dropFirst())) == nil {
                throw cursor.problem("the name of a peer expected after @, found \(value)")
            }
            fields.append(EventPattern.Field(name: String(word[..<separator]), value: value))
        }
        return EventPattern(event: event, fields: fields)
    }

    private func absence(
        _ peers: [String],
        _ cursor: inout TokenCursor
    ) throws(SceneProblem) -> SceneStep.Action {
        guard cursor.take("not") else {
            throw cursor.problem("\"not heard\" or \"not seen\" expected after \"has\"")
        }
        if cursor.take("heard") { return .notHeard(peers, try hearing(&cursor)) }
        if cursor.take("seen") { return .notSeen(peers, try pattern(&cursor)) }
        throw cursor.problem("\"heard\" or \"seen\" expected after \"has not\"")
    }

    // MARK: - Links and measuring

    private func link(_ cursor: inout TokenCursor) throws(SceneProblem) -> String {
        let name = try cursor.word("the name of a link")
        guard scene.links.contains(where: { $0.name == name }) else {
            throw cursor.problem("the name of a link declared above expected, found \(name)")
        }
        return name
    }

    private func hosts(_ cursor: inout TokenCursor) throws(SceneProblem) -> [String] {
        var names: [String] = []
        while !cursor.isAtEnd {
            let name = try cursor.word("the name of a host")
            if name == "and" && !names.isEmpty { continue }
            guard scene.hosts.contains(name) else {
                throw cursor.problem("the name of a host expected (a peer's host=NAME), found \(name)")
            }
            names.append(name)
        }
        if names.isEmpty { throw cursor.problem("the name of a host expected, found the end of the line") }
        return names
    }

    private func fault(_ cursor: inout TokenCursor) throws(SceneProblem) -> SceneStep.Action {
        let name = try link(&cursor)
        if cursor.isAtEnd { throw cursor.problem("what is wrong with the link expected") }
        return .fault(link: name, try cursor.faults())
    }

    private func measurement(_ cursor: inout TokenCursor) throws(SceneProblem) -> SceneStep.Action {
        let from = try onePeer(&cursor)
        guard cursor.take("->") else {
            throw cursor.problem("-> expected between the two peers of a measurement")
        }
        let to = try onePeer(&cursor)
        var times = 20
        var limit: Duration?
        while let word = cursor.nextWord, word != "within" {
            _ = cursor.take(word)
            switch word {
            case "times": times = try cursor.number("how many times", in: 1...10_000)
            case "median": limit = try cursor.duration("the highest median")
            default: throw cursor.problem("times, median or within expected, found \(word)")
            }
        }
        let within = try cursor.within(default: Self.patience)
        return .measure(Measurement(from: from, to: to, times: times, medianLimit: limit, within: within))
    }

    private func onePeer(_ cursor: inout TokenCursor) throws(SceneProblem) -> String {
        let name = try cursor.word("the name of a peer")
        guard scene.peer(named: name) != nil else {
            throw cursor.problem("the name of one peer expected, found \(name)")
        }
        return name
    }
}
