import ChatCore

/// What the reader writes: a draft for each room, the lines that were sent, what was killed, a completion
/// that is going on, and the words of a search.
///
/// Whatever it cannot do itself it asks for by `Request`.
public struct Composer: Hashable, Sendable {
    /// What the keys are writing into.
    public enum Focus: Hashable, Sendable {
        /// The message.
        case message
        /// The words to search for in the room.
        case roomSearch(LineEditor)
        /// The words to search for in the history; the index of the line found.
        case historySearch(query: String, found: Int?)
    }

    /// What became of a line that was to be sent.
    enum Submission: Equatable {
        /// There is nothing to send.
        case nothing
        /// It stays where it is, for that reason.
        case refused(String)
        /// A text, as it is to be said.
        case text(String)
        /// A command, with its slash.
        case command(String)
    }

    /// What the keys are writing into.
    public private(set) var focus = Focus.message
    /// The lines that were sent.
    public private(set) var history = InputHistory()

    private var room: RoomName
    private var drafts: [RoomName: LineEditor] = [:]
    private var killRing = KillRing()
    private var completion: Completion?
    private var awaitsConfirmation = false
    private var awaitsQuit = false
    /// The digits of a room's number typed so far; nil while none are awaited.
    private var roomDigits: String?

    /// Nothing written yet, in that room.
    init(room: RoomName) {
        self.room = room
    }

    /// The draft of the room that is shown.
    public var editor: LineEditor { drafts[room] ?? LineEditor() }

    /// The draft before the cursor.
    private var textBefore: String { String(editor.characters[..<editor.cursor]) }

    // MARK: - Rooms

    /// Another room is shown.
    mutating func show(_ name: RoomName) {
        guard name != room else { return }
        room = name
        completion = nil
        focus = .message
        history.stopBrowsing()
    }

    /// A room is gone, and its draft with it.
    mutating func forget(_ name: RoomName) { drafts[name] = nil }

    // MARK: - Keys

    /// A key was pressed: what waited for the same key once more waits no longer.
    mutating func noteKey(_ action: Action?) {
        if action != .send { awaitsConfirmation = false }
        if action != .interrupt { awaitsQuit = false }
        if action != .complete, action != .completeBackward { completion = nil }
    }

    /// Two digits are going to say which room to show.
    mutating func awaitRoomNumber() -> [Request] {
        roomDigits = ""
        return [.hint("two digits, as in 04 or 12: the number of a room")]
    }

    /// A key while the number of a room is awaited; nil where it is none, and the key means what it always
    /// does.
    mutating func takeRoomDigit(_ key: Key) -> [Request]? {
        guard let digits = roomDigits else { return nil }
        roomDigits = nil
        guard case .character(let character) = key.code, character.isASCII, character.isNumber,
            key.modifiers.isSubset(of: .alt)
        else { return nil }
        guard !digits.isEmpty else {
            roomDigits = String(character)
            return [.hint("room \(character)_")]
        }
        return [.goToRoom((Int(digits + String(character)) ?? 0) - 1)]
    }

    /// Writes a character.
    mutating func type(_ character: Character) { edit { $0.insert(Self.printable(character)) } }

    /// Writes a text at the cursor.
    mutating func insert(_ text: String) { edit { $0.insert(text) } }

    /// Carries an action of the editor out, or one that goes through the history.
    mutating func perform(_ action: Action) {
        switch action {
        case .up: moveUp()
        case .down: moveDown()
        case .historyPrevious: recall(history.previous(current: editor.text))
        case .historyNext: recall(history.next())
        case .historySearch: focus = .historySearch(query: "", found: nil)
        default:
            var editor = editor
            editor.perform(action, &killRing)
            drafts[room] = editor
        }
    }

    /// Drops the line; on an empty one, asks for a second time before it quits.
    mutating func interrupt() -> [Request] {
        if !editor.isEmpty {
            history.add(editor.text)
            edit { $0.clear() }
            return []
        }
        if awaitsQuit { return [.command(.quit)] }
        awaitsQuit = true
        return [.hint("once more to quit")]
    }

    /// Takes a paste in: one text, however many lines it has.
    mutating func paste(_ text: String) {
        completion = nil
        var plain = ""
        var previous: Character?
        for character in text {
            // Terminals send line feeds in a paste as returns.
            if character == "\r" || character == "\n" || character == "\r\n" {
                plain += "\n"
            } else {
                plain += character == "\t" ? "\t" : Self.printable(character)
            }
            previous = character
        }
        if previous?.isNewline == true, plain.hasSuffix("\n") { plain.removeLast() }
        switch focus {
        case .message: edit { $0.insert(plain) }
        case .roomSearch(var editor):
            editor.insert(String(plain.split(separator: "\n").first ?? ""))
            focus = .roomSearch(editor)
        case .historySearch: break
        }
    }

    // MARK: - Sending

    /// Looks at the line that is to be sent. It stays until `finish`.
    ///
    /// - Parameter confirmedLines: More lines than these are sent only the second time.
    mutating func submit(confirmedLines: Int) -> Submission {
        let text = CommandParser.withoutMark(editor.text)
        guard text.contains(where: { !$0.isWhitespace }) else {
            edit { $0.clear() }
            return .nothing
        }
        let lineCount = text.split(separator: "\n", omittingEmptySubsequences: false).count
        if lineCount > confirmedLines, !awaitsConfirmation {
            awaitsConfirmation = true
            return .refused(
                "\(lineCount) lines in one message: Enter again sends them, any other key goes on editing"
            )
        }
        awaitsConfirmation = false
        guard text.hasPrefix("/"), !text.hasPrefix("//") else {
            return .text(text.hasPrefix("//") ? String(text.dropFirst()) : text)
        }
        guard lineCount == 1 else {
            return .refused("a command is one line; begin with // to send this as text")
        }
        return .command(text)
    }

    /// The line is sent: it is kept in the history, and the next one begins.
    mutating func finish() {
        history.add(CommandParser.withoutMark(editor.text))
        edit { $0.clear() }
    }

    // MARK: - Completing

    /// Completes the word before the cursor, or goes on to the next candidate.
    mutating func complete(backward: Bool, _ completer: Completer) -> [Request] {
        if let completion, !completion.candidates.isEmpty { return cycle(completion, backward: backward) }
        if let folder = Completer.folder(in: textBefore) { return [.effect(.listDirectory(path: folder))] }
        return begin(completer.proposal(for: textBefore))
    }

    /// A folder that a completion has asked for.
    mutating func receiveDirectory(_ path: String, _ names: [String]) -> [Request] {
        // The line may have changed while the folder was read.
        guard let proposal = Completer.proposal(for: textBefore, folder: path, names: names) else {
            return []
        }
        return begin(proposal)
    }

    private mutating func begin(_ proposal: Completer.Proposal) -> [Request] {
        let (word, candidates) = (proposal.word, proposal.candidates)
        guard !candidates.isEmpty else { return word.isEmpty ? [] : [.hint("nothing completes '\(word)'")] }
        let end = editor.cursor
        let start = end - word.count
        // What all of them begin with is written first; only a second Tab chooses among them.
        let common = Completion.commonPrefix(candidates)
        if candidates.count > 1, common.count > word.count {
            edit { $0.replace(start..<end, with: common) }
            return [.hint(Completion.list(candidates, chosen: nil))]
        }
        let completion = Completion(
            start: start,
            end: end,
            candidates: candidates,
            chosen: -1,
            suffix: proposal.suffix
        )
        let requests = cycle(completion, backward: false)
        if candidates.count == 1 { self.completion = nil }
        return requests
    }

    private mutating func cycle(_ old: Completion, backward: Bool) -> [Request] {
        var completion = old
        let text = completion.advance(backward: backward)
        edit { $0.replace(completion.start..<completion.end, with: text) }
        completion.end = editor.cursor
        self.completion = completion
        guard completion.candidates.count > 1 else { return [] }
        return [.hint(Completion.list(completion.candidates, chosen: completion.chosen))]
    }

    // MARK: - Searching

    /// Begins a search in the room, with the words looked for already.
    mutating func beginSearch(_ query: String?) { focus = .roomSearch(LineEditor(query ?? "")) }

    /// A key while something is searched for.
    mutating func receiveSearchKey(_ key: Key, _ action: Action?) -> [Request] {
        switch focus {
        case .message: return []
        case .roomSearch(let editor): return receiveRoomSearchKey(key, action, editor)
        case .historySearch(let query, let found): return receiveHistorySearchKey(key, action, query, found)
        }
    }

    private mutating func receiveRoomSearchKey(_ key: Key, _ action: Action?, _ old: LineEditor) -> [Request]
    {
        var editor = old
        switch action {
        case .cancel, .interrupt:
            focus = .message
            return [.search(.end)]
        case .send:
            focus = .message
            // What was found while it was typed stays where it is.
            return [.search(.find(editor.text))]
        case .search, .searchPrevious, .up: return [.search(.again(editor.text, older: true))]
        case .searchNext, .down: return [.search(.again(editor.text, older: false))]
        case .some(let action) where action.isScrolling: return [.scroll(action)]
        case .some(let action): editor.perform(action, &killRing)
        case nil:
            guard case .character(let character) = key.code, key.modifiers.isEmpty else { return [] }
            editor.insert(String(character))
        }
        focus = .roomSearch(editor)
        return [.search(.find(editor.text))]
    }

    private mutating func receiveHistorySearchKey(
        _ key: Key,
        _ action: Action?,
        _ query: String,
        _ found: Int?
    ) -> [Request] {
        switch action {
        case .historySearch:
            guard let next = history.search(query, before: found) else { return [.hint("nothing older")] }
            focus = .historySearch(query: query, found: next.index)
            return []
        case .cancel, .interrupt:
            focus = .message
            return []
        case .deleteBackward:
            let shorter = String(query.dropLast())
            focus = .historySearch(query: shorter, found: history.search(shorter)?.index)
            return []
        default: break
        }
        if action == nil, case .character(let character) = key.code, key.modifiers.isEmpty {
            let longer = query + Self.printable(character)
            let end = found.map { $0 + 1 }
            let next = history.search(longer, before: end) ?? history.search(longer)
            focus = .historySearch(query: longer, found: next?.index)
            return []
        }
        // Any other key takes the line found, and then does what it does.
        if let found { recall(history.lines[found]) }
        focus = .message
        return action == .send ? [] : [.key(key)]
    }

    // MARK: - Private

    private mutating func edit(_ change: (inout LineEditor) -> Void) {
        var editor = editor
        change(&editor)
        drafts[room] = editor
    }

    private mutating func moveUp() {
        var moved = false
        edit { moved = $0.moveUp() }
        if !moved { recall(history.previous(current: editor.text)) }
    }

    private mutating func moveDown() {
        var moved = false
        edit { moved = $0.moveDown() }
        if !moved { recall(history.next()) }
    }

    private mutating func recall(_ line: String?) {
        if let line { edit { $0.replace(with: line) } }
    }

    /// A character as it may be written: joiners and marks arrive one by one and stay what they are; controls
    /// do not.
    private static func printable(_ character: Character) -> String {
        String(
            String.UnicodeScalarView(
                character.unicodeScalars.filter { $0.properties.generalCategory != .control }
            )
        )
    }
}
