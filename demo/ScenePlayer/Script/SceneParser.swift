import Foundation

/// Reads a scene file. The first line that makes no sense ends it, with a problem that names the line.
package struct SceneParser {
    private var scene: Scene
    private var hasTitle = false

    /// Reads the file at `path`.
    package static func parse(path: String) throws(SceneProblem) -> Scene {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SceneProblem(SceneLocation(file: path, line: 0), "the file cannot be read")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SceneProblem(SceneLocation(file: path, line: 0), "the file is not UTF-8")
        }
        return try parse(text, file: path)
    }

    /// Reads the text of a scene; `file` is for the messages.
    package static func parse(_ text: String, file: String) throws(SceneProblem) -> Scene {
        var parser = SceneParser(scene: Scene(file: file))
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let line = line.last == "\r" ? line.dropLast() : line
            try parser.read(line, at: SceneLocation(file: file, line: number))
        }
        try parser.finish()
        if !parser.scene.hosts.isEmpty && !parser.scene.needs.contains(.namespaces) {
            parser.scene.needs.append(.namespaces)
        }
        return parser.scene
    }

    private init(scene: Scene) {
        self.scene = scene
    }

    private mutating func read(_ line: Substring, at location: SceneLocation) throws(SceneProblem) {
        // Titles and notes are prose: their quotes and number signs mean nothing.
        let trimmed = line.drop(while: \.isWhitespace)
        let keyword = trimmed.prefix { !$0.isWhitespace }
        let prose = String(trimmed[keyword.endIndex...]).trimmingCharacters(in: .whitespaces)
        switch keyword {
        case "scene":
            scene.title = prose
            hasTitle = true
        case "about":
            scene.about.append(prose)
        case "note":
            append(.note(prose), source: trimmed, at: location)
        default:
            var cursor = TokenCursor(try SceneToken.split(line, at: location), at: location)
            if cursor.isAtEnd { return }
            if try !declare(&cursor) {
                let action = try StepParser(scene: scene).action(&cursor)
                append(action, source: trimmed, at: location)
            }
            try cursor.end()
        }
    }

    private mutating func append(
        _ action: SceneStep.Action,
        source: Substring,
        at location: SceneLocation
    ) {
        let source = source.trimmingCharacters(in: .whitespaces)
        scene.steps.append(SceneStep(location: location, source: source, action: action))
    }

    private func finish() throws(SceneProblem) {
        let location = SceneLocation(file: scene.file, line: 1)
        if !hasTitle || scene.title.isEmpty {
            throw SceneProblem(location, "a scene has a title: `scene TITLE` expected")
        }
        if scene.peers.isEmpty {
            throw SceneProblem(location, "a scene has peers: `peer NAME ENGINE` expected")
        }
        if scene.steps.isEmpty {
            throw SceneProblem(location, "a scene has steps: at least `start` expected")
        }
        for dial in scene.dials { try checkHosts(dial) }
    }

    /// There is no way between the hosts and the machine that the scene is played on, where proxies and names
    /// are.
    private func checkHosts(_ dial: DialDeclaration) throws(SceneProblem) {
        let hosts = [dial.from, dial.to].map { scene.peer(named: $0)?.host }
        if hosts == [nil, nil] { return }
        if hosts.contains(nil) {
            throw SceneProblem(
                dial.location,
                "host= expected for both of \(dial.from) and \(dial.to), or for neither: a host reaches other hosts only"
            )
        }
        if dial.link != nil || dial.form == .dns {
            throw SceneProblem(
                dial.location,
                "a plain dial expected between peers with host=: unplug takes the place of a link's faults, and there are "
                    + "no names"
            )
        }
    }

    // MARK: - Declarations

    /// Reads the line as a declaration; false when its first word begins none.
    private mutating func declare(_ cursor: inout TokenCursor) throws(SceneProblem) -> Bool {
        guard let keyword = cursor.nextWord else {
            throw cursor.problem("a keyword or the name of a peer expected at the start of the line")
        }
        let isStep = scene.groups[keyword] != nil || scene.peer(named: keyword) != nil
        if isStep { return false }
        switch keyword {
        case "limit", "tags", "needs", "room", "engine", "peer", "peers", "group", "dial", "link", "topology":
            _ = cursor.take(keyword)
        default:
            return false
        }
        switch keyword {
        case "limit": scene.timeLimit = try cursor.duration("a time limit")
        case "tags": scene.tags += cursor.remainingWords()
        case "needs": try declareNeeds(&cursor)
        case "room": scene.rooms = cursor.remainingWords()
        case "engine": scene.engines[try cursor.word("the name of the engine")] = cursor.remainingWords()
        case "peer": try declarePeer(&cursor)
        case "peers": try declarePeers(&cursor)
        case "group": try declareGroup(&cursor)
        case "dial": try declareDial(&cursor)
        case "link": try declareLink(&cursor)
        default: try declareTopology(&cursor)
        }
        return true
    }

    private mutating func declareNeeds(_ cursor: inout TokenCursor) throws(SceneProblem) {
        for word in cursor.remainingWords() {
            guard let need = SceneNeed(rawValue: word) else {
                let known = SceneNeed.allCases.map(\.rawValue).joined(separator: ", ")
                throw cursor.problem("one of \(known) expected, found \(word)")
            }
            scene.needs.append(need)
        }
    }

    private mutating func declarePeer(_ cursor: inout TokenCursor) throws(SceneProblem) {
        let name = try newName(&cursor)
        let engine = try cursor.word("an engine")
        let options = try PeerOptions(cursor.remainingWords(), at: cursor.location)
        try append(name, engine, options, &cursor)
    }

    private mutating func declarePeers(_ cursor: inout TokenCursor) throws(SceneProblem) {
        let group = try newName(&cursor)
        let count = try cursor.number("how many peers", in: 1...100)
        let engine = try cursor.word("an engine")
        let options = try PeerOptions(cursor.remainingWords(), at: cursor.location)
        let names = (1...count).map { "\(group)\($0)" }
        for name in names {
            try checkNew(name, at: cursor.location)
            try append(name, engine, options, &cursor)
        }
        scene.groups[group] = names
    }

    private mutating func append(
        _ name: String,
        _ engine: String,
        _ options: PeerOptions,
        _ cursor: inout TokenCursor
    ) throws(SceneProblem) {
        guard Engine.builtIn.contains(engine) || scene.engines[engine] != nil else {
            let known = (Engine.builtIn + scene.engines.keys.sorted()).joined(separator: ", ")
            throw cursor.problem(
                "an engine expected (\(known)), found \(engine); `engine NAME COMMAND...` above adds another"
            )
        }
        var peer = PeerDeclaration(name: name, engine: engine, location: cursor.location)
        options.apply(to: &peer)
        scene.peers.append(peer)
    }

    private mutating func declareGroup(_ cursor: inout TokenCursor) throws(SceneProblem) {
        let name = try newName(&cursor)
        scene.groups[name] = try StepParser(scene: scene).peerList(&cursor).flatMap {
            scene.groups[$0] ?? [$0]
        }
    }

    private mutating func declareDial(_ cursor: inout TokenCursor) throws(SceneProblem) {
        let (from, to) = try ends(&cursor)
        var dial = DialDeclaration(from: from, to: to, location: cursor.location)
        if !cursor.isAtEnd {
            let word = try cursor.word("how the address is written")
            guard let form = DialDeclaration.Form(rawValue: word) else {
                throw cursor.problem("bare, dns or full expected, found \(word)")
            }
            dial.form = form
        }
        scene.dials.append(dial)
    }

    private mutating func declareLink(_ cursor: inout TokenCursor) throws(SceneProblem) {
        let name = try newName(&cursor)
        let (from, to) = try ends(&cursor)
        var dial = DialDeclaration(from: from, to: to, link: name, location: cursor.location)
        if cursor.take("bare") { dial.form = .bare }
        let faults = try cursor.faults()
        scene.dials.append(dial)
        scene.links.append(
            LinkDeclaration(name: name, from: from, to: to, faults: faults, location: cursor.location)
        )
    }

    private mutating func declareTopology(_ cursor: inout TokenCursor) throws(SceneProblem) {
        let shape = try cursor.word("line, ring, star or mesh")
        let names = try StepParser(scene: scene).peerList(&cursor).flatMap { scene.groups[$0] ?? [$0] }
        guard names.count >= 2 else { throw cursor.problem("a topology has at least two peers") }
        for (from, to) in try Self.pairs(shape, names, cursor) {
            scene.dials.append(DialDeclaration(from: from, to: to, location: cursor.location))
        }
    }

    /// Who dials whom. Later peers dial earlier ones, so that the address is known when they start.
    private static func pairs(
        _ shape: String,
        _ names: [String],
        _ cursor: TokenCursor
    ) throws(SceneProblem) -> [(String, String)] {
        let line = zip(names.dropFirst(), names).map { ($0, $1) }
        switch shape {
        case "line":
            return line
        case "ring":
            return names.count > 2 ? line + [(names[names.count - 1], names[0])] : line
        case "star":
            return names.dropFirst().map { ($0, names[0]) }
        case "mesh":
            return names.indices.flatMap { later in (0..<later).map { (names[later], names[$0]) } }
        default:
            throw cursor.problem("line, ring, star or mesh expected, found \(shape)")
        }
    }

    private func ends(_ cursor: inout TokenCursor) throws(SceneProblem) -> (String, String) {
        let from = try peerName(&cursor)
        guard cursor.take("->") else { throw cursor.problem("-> expected between the two peers of a dial") }
        let to = try peerName(&cursor)
        if from == to { throw cursor.problem("a peer cannot dial itself") }
        return (from, to)
    }

    private func peerName(_ cursor: inout TokenCursor) throws(SceneProblem) -> String {
        let name = try cursor.word("the name of a peer")
        guard scene.peer(named: name) != nil else {
            throw cursor.problem("the name of a peer declared above expected, found \(name)")
        }
        return name
    }

    private func newName(_ cursor: inout TokenCursor) throws(SceneProblem) -> String {
        let name = try cursor.word("a name")
        try checkNew(name, at: cursor.location)
        return name
    }

    private func checkNew(_ name: String, at location: SceneLocation) throws(SceneProblem) {
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard isPlain, name.first?.isLetter == true else {
            throw SceneProblem(location, "a name of letters, digits and - expected, found \(name)")
        }
        let isTaken =
            scene.peer(named: name) != nil || scene.groups[name] != nil
            || scene.links.contains { $0.name == name } || StepParser.reserved.contains(name)
        if isTaken { throw SceneProblem(location, "the name \(name) is taken") }
    }
}
