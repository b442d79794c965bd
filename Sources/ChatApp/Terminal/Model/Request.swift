import ChatCore

/// What a part of the model asks of the whole: the parts know nothing of each other.
enum Request: Equatable {
    /// Say something in the bar above the input, until the next key.
    case hint(String)
    /// Add a line of the program's own to the room that is shown.
    case show(Entry.Kind, String)
    /// Search in the room that is shown.
    case search(SearchStep)
    /// Scroll what is shown.
    case scroll(Action)
    /// Show something over the messages, or beside them.
    case overlay(OverlayStep)
    /// Empty the room that is shown.
    case clear
    /// Show the room at that place.
    case goToRoom(Int)
    /// Write somebody's nick, as one begins a line to them.
    case address(String)
    /// Change a setting that is known to fit, for good or until the end of the run.
    case set(String, SettingValue, isSaved: Bool)
    /// Bind a key, or free it.
    case bind(Key, Action?)
    /// The key means something else now: take it again.
    case key(Key)
    /// Start the engine again, which has ended.
    case restart
    /// Ask the driver.
    case effect(TerminalEffect)

    /// Hand a command to the chat.
    static func command(_ command: ChatCommand) -> Request { .effect(.command(command)) }

    /// Whether there has to be an engine to do it.
    var needsEngine: Bool {
        switch self {
        case .effect(.command(.quit)): false
        case .effect(.command): true
        default: false
        }
    }
}

/// A step of a search in a room.
enum SearchStep: Equatable {
    /// Find these words, unless they are found already.
    case find(String)
    /// Find the line with these words before (or behind) the one found last.
    case again(String, older: Bool)
    /// The same, with the words looked for already.
    case next(older: Bool)
    /// Search no more.
    case end
}

/// What is to lie over the messages.
enum OverlayStep: Equatable {
    /// Help on a topic; on none, all of it, or nothing when it is shown.
    case help(String)
    /// The log, or nothing when it is shown.
    case log
    /// The messages alone, or with everything else again.
    case copy
    /// The inspector, or nothing when it is shown.
    case inspector
    /// A page of the inspector.
    case inspect(InspectorPage)
    /// The inspector's next page.
    case turnPage
    /// Nothing.
    case close
}

extension Action {
    /// What it asks for, where that depends on nothing.
    var request: Request? {
        switch self {
        case .redraw: .effect(.redraw)
        case .suspend: .effect(.suspend)
        case .searchNext: .search(.next(older: false))
        case .searchPrevious: .search(.next(older: true))
        case .inspector: .overlay(.inspector)
        case .inspectorPage: .overlay(.turnPage)
        case .log: .overlay(.log)
        case .help: .overlay(.help(""))
        case .copyMode: .overlay(.copy)
        case _ where isScrolling: .scroll(self)
        default: nil
        }
    }
}
