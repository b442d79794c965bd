/// The line that is being written, with the keys of readline: moves, kills and yanks, undo, transposing.
///
/// Positions count characters (grapheme clusters), so that a key never leaves half of one. Every operation is
/// total: at the ends of the line it does nothing.
public struct LineEditor: Hashable, Sendable {
    /// What was written so far.
    public private(set) var characters: [Character] = []
    /// The place before which the next character goes, from 0 to the number of characters.
    public private(set) var cursor = 0

    private var undoStack: [Snapshot] = []
    private var lastOperation = Operation.none
    private var yank: Range<Int>?

    private struct Snapshot: Hashable, Sendable {
        var characters: [Character]
        var cursor: Int
    }

    private enum Operation: Hashable, Sendable {
        case none
        case typing
        case kill
        case yank
    }

    /// How many steps can be undone.
    static let maximumUndoSteps = 500

    /// An editor that holds `text`, with the cursor behind it.
    public init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    /// What was written, as text.
    public var text: String { String(characters) }

    /// Whether nothing is written.
    public var isEmpty: Bool { characters.isEmpty }

    // MARK: - Writing

    /// Writes a text at the cursor. Consecutive typing is undone word by word.
    public mutating func insert(_ text: String) {
        guard !text.isEmpty else { return }
        if lastOperation != .typing || text.first?.isWhitespace == true { remember() }
        let before = String(characters[..<cursor]) + text
        // A combining mark joins the character before it, so both sides are put together as text.
        let head = Array(before)
        let whole = Array(before + String(characters[cursor...]))
        characters = whole
        cursor = min(head.count, whole.count)
        lastOperation = .typing
    }

    /// Puts `text` in place of everything, the cursor behind it. Can be undone.
    public mutating func replace(with text: String) {
        remember()
        characters = Array(text)
        cursor = characters.count
        lastOperation = .none
    }

    /// Puts `text` in place of the characters in `range`, the cursor behind it. Can be undone.
    public mutating func replace(_ range: Range<Int>, with text: String) {
        let range = range.clamped(to: 0..<characters.count)
        remember()
        let tail = characters.count - range.upperBound
        characters = Array(
            String(characters[..<range.lowerBound]) + text + String(characters[range.upperBound...])
        )
        cursor = max(0, characters.count - tail)
        lastOperation = .none
    }

    /// Empties the line for the next one; there is nothing to undo then.
    public mutating func clear() {
        characters = []
        cursor = 0
        undoStack = []
        lastOperation = .none
    }

    /// Removes the character before the cursor.
    public mutating func deleteBackward() {
        guard cursor > 0 else { return done() }
        remove(cursor - 1..<cursor)
    }

    /// Removes the character at the cursor.
    public mutating func deleteForward() {
        guard cursor < characters.count else { return done() }
        remove(cursor..<cursor + 1)
    }

    // MARK: - Moving

    /// To the character before.
    public mutating func moveLeft() { move(to: cursor - 1) }
    /// To the character behind.
    public mutating func moveRight() { move(to: cursor + 1) }
    /// To the start of the word, or of the one before.
    public mutating func moveWordLeft() { move(to: wordStart(before: cursor)) }
    /// Behind the end of the word, or of the next.
    public mutating func moveWordRight() { move(to: wordEnd(after: cursor)) }
    /// To the start of the line (of several, the one with the cursor).
    public mutating func moveToLineStart() { move(to: lineStart) }
    /// To the end of the line (of several, the one with the cursor).
    public mutating func moveToLineEnd() { move(to: lineEnd) }
    /// To the given place, or the nearest there is.
    public mutating func move(to place: Int) {
        cursor = min(max(0, place), characters.count)
        done()
    }

    /// To the same column of the line above.
    ///
    /// - Returns: false on the first line, where the cursor stays.
    public mutating func moveUp() -> Bool {
        let start = lineStart
        guard start > 0 else { return false }
        let column = cursor - start
        let end = start - 1
        let above = (characters[..<end].lastIndex(of: "\n") ?? -1) + 1
        move(to: min(above + column, end))
        return true
    }

    /// To the same column of the line below.
    ///
    /// - Returns: false on the last line, where the cursor stays.
    public mutating func moveDown() -> Bool {
        let end = lineEnd
        guard end < characters.count else { return false }
        let column = cursor - lineStart
        let below = end + 1
        let belowEnd = characters[below...].firstIndex(of: "\n") ?? characters.count
        move(to: min(below + column, belowEnd))
        return true
    }

    // MARK: - Killing and yanking

    /// Kills to the end of the line; at its end, the line feed.
    public mutating func killToLineEnd(_ ring: inout KillRing) {
        let end = lineEnd
        kill(cursor..<(end == cursor ? min(end + 1, characters.count) : end), .forward, &ring)
    }

    /// Kills to the start of the line; at its start, the line feed before.
    public mutating func killToLineStart(_ ring: inout KillRing) {
        let start = lineStart
        kill((start == cursor ? max(0, start - 1) : start)..<cursor, .backward, &ring)
    }

    /// Kills to the end of the word.
    public mutating func killWordForward(_ ring: inout KillRing) {
        kill(cursor..<wordEnd(after: cursor), .forward, &ring)
    }

    /// Kills to the start of the word (letters and digits).
    public mutating func killWordBackward(_ ring: inout KillRing) {
        kill(wordStart(before: cursor)..<cursor, .backward, &ring)
    }

    /// Kills to the space before the cursor.
    public mutating func killBlankWordBackward(_ ring: inout KillRing) {
        var start = cursor
        while start > 0, characters[start - 1].isWhitespace { start -= 1 }
        while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
        kill(start..<cursor, .backward, &ring)
    }

    /// Writes what was killed last.
    public mutating func yankLast(_ ring: KillRing) {
        guard let text = ring.latest else { return done() }
        insertYank(text, replacing: cursor..<cursor)
    }

    /// After a yank: puts the kill before in place of the yanked one.
    public mutating func yankPrevious(_ ring: inout KillRing) {
        guard lastOperation == .yank, let yanked = yank, let text = ring.rotate() else { return done() }
        insertYank(text, replacing: yanked)
    }

    // MARK: - Changing

    /// Exchanges the characters around the cursor; at the end of the line, the last two.
    public mutating func transposeCharacters() {
        guard characters.count > 1, cursor > 0 else { return done() }
        let right = min(cursor, characters.count - 1)
        remember()
        let exchanged = [characters[right], characters[right - 1]]
        characters.replaceSubrange(right - 1...right, with: exchanged)
        cursor = right + 1
        normalise()
        done()
    }

    /// Exchanges the word at the cursor, or the last, with the one before.
    public mutating func transposeWords() {
        let secondEnd = wordEnd(after: cursor)
        let secondStart = wordStart(before: secondEnd)
        let firstStart = wordStart(before: secondStart)
        let firstEnd = wordEnd(after: firstStart)
        guard firstEnd <= secondStart, firstStart < secondStart, secondEnd > secondStart else {
            return done()
        }
        remember()
        let exchanged =
            characters[secondStart..<secondEnd] + characters[firstEnd..<secondStart]
            + characters[firstStart..<firstEnd]
        characters.replaceSubrange(firstStart..<secondEnd, with: exchanged)
        cursor = secondEnd
        normalise()
        done()
    }

    /// Rewrites the word behind the cursor: "WORD", "word" or "Word".
    public mutating func changeCase(_ change: (String) -> String) {
        let end = wordEnd(after: cursor)
        guard end > cursor else { return done() }
        let changed = change(String(characters[cursor..<end]))
        replace(cursor..<end, with: changed)
    }

    /// Takes back the last change.
    public mutating func undo() {
        guard let snapshot = undoStack.popLast() else { return done() }
        characters = snapshot.characters
        cursor = snapshot.cursor
        done()
    }

    // MARK: - Private

    private var lineStart: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
    private var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private func wordStart(before place: Int) -> Int {
        var place = place
        while place > 0, !Self.isWord(characters[place - 1]) { place -= 1 }
        while place > 0, Self.isWord(characters[place - 1]) { place -= 1 }
        return place
    }

    private func wordEnd(after place: Int) -> Int {
        var place = place
        while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
        while place < characters.count, Self.isWord(characters[place]) { place += 1 }
        return place
    }

    private mutating func done() { lastOperation = .none }

    private mutating func remember() {
        undoStack.append(Snapshot(characters: characters, cursor: cursor))
        if undoStack.count > Self.maximumUndoSteps { undoStack.removeFirst() }
    }

    private mutating func remove(_ range: Range<Int>) {
        remember()
        characters.removeSubrange(range)
        cursor = range.lowerBound
        normalise()
        done()
    }

    private mutating func kill(_ range: Range<Int>, _ direction: KillRing.Direction, _ ring: inout KillRing) {
        guard !range.isEmpty else { return done() }
        let text = String(characters[range])
        ring.add(text, direction, appending: lastOperation == .kill)
        remove(range)
        lastOperation = .kill
    }

    private mutating func insertYank(_ text: String, replacing range: Range<Int>) {
        replace(range, with: text)
        yank = range.lowerBound..<cursor
        lastOperation = .yank
    }

    /// After characters have met that did not stand side by side: marks may join, flags may pair up.
    private mutating func normalise() {
        let head = Array(String(characters[..<cursor])).count
        characters = Array(String(characters))
        cursor = min(head, characters.count)
    }
}
