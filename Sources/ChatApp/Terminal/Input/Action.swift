/// What a key can be bound to. The raw value is the name in configuration files and in /help.
public enum Action: String, CaseIterable, Hashable, Sendable {
    // Sending and editing
    case send
    case newLine = "new-line"
    case complete
    case completeBackward = "complete-backward"
    case deleteBackward = "delete-backward"
    case deleteForward = "delete-forward"
    case left
    case right
    case wordLeft = "word-left"
    case wordRight = "word-right"
    case lineStart = "line-start"
    case lineEnd = "line-end"
    case up
    case down
    case killLine = "kill-line"
    case killToStart = "kill-to-start"
    case killWord = "kill-word"
    case killWordBackward = "kill-word-backward"
    case killBlankWord = "kill-blank-word"
    case yank
    case yankPrevious = "yank-previous"
    case transpose
    case transposeWords = "transpose-words"
    case upperCase = "upper-case"
    case lowerCase = "lower-case"
    case capitalize
    case undo
    case historyPrevious = "history-previous"
    case historyNext = "history-next"
    case historySearch = "history-search"
    // Reading
    case pageUp = "page-up"
    case pageDown = "page-down"
    case lineUp = "line-up"
    case lineDown = "line-down"
    case oldest
    case newest
    case unread = "jump-to-unread"
    case search
    case searchNext = "search-next"
    case searchPrevious = "search-previous"
    // Moving
    case nextRoom = "next-room"
    case previousRoom = "previous-room"
    case nextActivity = "next-activity"
    case lastRoom = "last-room"
    case chooseRoom = "choose-room"
    case toggleRooms = "toggle-rooms"
    case toggleMembers = "toggle-members"
    case inspector
    case inspectorPage = "inspector-page"
    case log
    case help
    case copyMode = "copy-mode"
    case copyAddress = "copy-address"
    case redraw
    case suspend
    case cancel
    case interrupt
    case quitWhenEmpty = "quit-when-empty"

    /// What it does, in a few words.
    public var summary: String {
        switch self {
        case .send: "send the line"
        case .newLine: "begin a new line in the message"
        case .complete: "complete the word: nick, room, command, path, address"
        case .completeBackward: "the completion before"
        case .deleteBackward: "delete the character before the cursor"
        case .deleteForward: "delete the character at the cursor"
        case .left, .right: "move by a character"
        case .wordLeft, .wordRight: "move by a word"
        case .lineStart, .lineEnd: "to the start or end of the line"
        case .up, .down: "a line up or down, else through the history"
        case .killLine: "kill to the end of the line"
        case .killToStart: "kill to the start of the line"
        case .killWord: "kill the word behind the cursor"
        case .killWordBackward: "kill the word before the cursor"
        case .killBlankWord: "kill to the space before the cursor"
        case .yank: "write what was killed"
        case .yankPrevious: "after a yank, the kill before it"
        case .transpose: "exchange two characters"
        case .transposeWords: "exchange two words"
        case .upperCase, .lowerCase, .capitalize: "change the case of a word"
        case .undo: "take back the last change"
        case .historyPrevious, .historyNext: "through the lines that were sent"
        case .historySearch: "search the lines that were sent"
        case .pageUp, .pageDown: "scroll by a page"
        case .lineUp, .lineDown: "scroll by a line"
        case .oldest: "to the oldest line"
        case .newest: "to the newest line"
        case .unread: "to the first unread line"
        case .search: "search in the room"
        case .searchNext, .searchPrevious: "the next or previous line found"
        case .nextRoom, .previousRoom: "the next or previous room"
        case .nextActivity: "the next room with something new"
        case .lastRoom: "the room that was shown before"
        case .chooseRoom: "the room of the two digits that follow"
        case .toggleRooms: "show or hide the rooms"
        case .toggleMembers: "show or hide the members"
        case .inspector: "the gossip inspector"
        case .inspectorPage: "the inspector's next page"
        case .log: "the system log"
        case .help: "keys and commands"
        case .copyMode: "text without bars, to select with the mouse"
        case .copyAddress: "copy the address by which others reach you"
        case .redraw: "draw everything again"
        case .suspend: "suspend the program"
        case .cancel: "close what is open, go to the newest line"
        case .interrupt: "drop the line; twice on an empty one, quit"
        case .quitWhenEmpty: "delete, or quit on an empty line"
        }
    }
}

extension Action {
    /// Whether it moves what is shown: what lies over the messages, if anything does.
    var isScrolling: Bool {
        switch self {
        case .pageUp, .pageDown, .lineUp, .lineDown, .oldest, .newest: true
        default: false
        }
    }
}
