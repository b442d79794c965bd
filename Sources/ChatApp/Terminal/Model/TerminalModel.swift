public import ChatCore
public import Net

/// Everything the terminal shows, as a value, put together of parts that know nothing of each other: what is
/// written (`Composer`), the rooms, who and where (`Directory`), what lies over the messages (`Overlays`),
/// the look into gossip (`Inspector`), and what the reader has chosen (`Preferences`). The model passes
/// inputs on to them and carries out what they ask for.
///
/// Contract: give every input to `receive`, which is the only thing that changes it, do what the effects say,
/// and draw `TerminalView.screen(of:)` when `isDirty`.
public struct TerminalModel: Sendable {
    /// The size of the terminal.
    public private(set) var size: Size
    /// What the reader writes.
    public private(set) var composer: Composer
    /// The rooms.
    public private(set) var rooms: Rooms
    /// Who and where.
    public private(set) var directory: Directory
    /// What lies over the messages.
    public private(set) var overlays = Overlays()
    /// The latest look into gossip, and what it was before.
    public private(set) var inspector = Inspector()
    /// What the reader has chosen.
    public private(set) var preferences: Preferences
    /// Which build of the core drives.
    public private(set) var engine: Engine
    /// A line above the input that says what a key just did; gone with the next key.
    public private(set) var hint = ""
    /// Whether something changed since `markDrawn()`.
    public private(set) var isDirty = true
    /// How far the chat is.
    public private(set) var phase = Phase.starting
    /// The offset of local time from UTC, in seconds.
    private(set) var utcOffset = 0
    /// What the mouse is doing.
    private(set) var pointer = Pointer()

    /// A terminal before its first event.
    ///
    /// - Parameters:
    ///   - automaticTheme: what the theme `auto` means on this terminal.
    ///   - colors: parts of the screen that look other than in the theme.
    ///   - session: where the reader was the last time; `rooms` are in its order then.
    public init(
        size: Size,
        nick: String,
        rooms: [RoomName],
        dials: [Multiaddr] = [],
        engine: Engine,
        settings: Settings = Settings(),
        bindings: KeyBindings = .standard,
        automaticTheme: Theme = .dark,
        colors: [Role: Style] = [:],
        session: Session? = nil
    ) {
        self.size = size
        self.engine = engine
        self.rooms = Rooms(rooms, shown: session?.shown, unread: session?.unread ?? [])
        composer = Composer(room: self.rooms.shown.name)
        directory = Directory(nick: nick, dials: dials, settings: settings)
        preferences = Preferences(
            settings: settings,
            bindings: bindings,
            automaticTheme: automaticTheme,
            colors: colors
        )
        if let session { preferences.show(rooms: session.showsRooms, members: session.showsMembers) }
    }

    /// The room that is shown.
    public var room: RoomBuffer { rooms.shown }
    /// The settings.
    public var settings: Settings { preferences.settings }
    /// How everything looks.
    public var theme: Theme { preferences.theme }
    /// What lies over the messages.
    public var overlay: Overlays.Overlay { overlays.shown }

    /// Says that the screen was drawn.
    public mutating func markDrawn() { isDirty = false }

    /// Closes what lies over the messages: it was shown in another way.
    mutating func closeOverlay() { overlays.close() }

    /// Takes one input in.
    ///
    /// - Returns: what is to be done, in order.
    public mutating func receive(_ input: TerminalInput, at moment: Moment) -> [TerminalEffect] {
        utcOffset = moment.utcOffset
        isDirty = true
        switch input {
        case .key(let key):
            let effects = receiveKey(key, at: moment)
            if effects.contains(.command(.quit)) { hint = "leaving ... (once more: at once)" }
            return effects
        case .paste(let text):
            hint = ""
            composer.paste(text)
        case .mouse(let event):
            var pointer = pointer
            let requests = pointer.receive(event, on: self)
            self.pointer = pointer
            return carryOut(requests, at: moment)
        case .focus(let hasFocus): rooms.receiveFocus(hasFocus)
        case .resize(let size): self.size = size
        case .event(let event): return receiveEvent(event, at: moment)
        case .engineLost(let reason): return receiveEngineLost(reason, at: moment)
        case .log(let line): overlays.log(line, at: moment)
        case .notice(let text, let isError):
            return carryOut([.show(isError ? .error : .notice, text)], at: moment)
        case .directory(let path, let names):
            return carryOut(composer.receiveDirectory(path, names), at: moment)
        case .history(let room, let messages): receiveHistory(room, messages)
        case .found(let room, let words, let messages):
            return carryOut(Answer.found(words, in: room, messages, utcOffset: utcOffset), at: moment)
        case .tick: return wantsTicks ? [.command(.inspect)] : []
        }
        return []
    }

    // MARK: - What the parts ask for

    private mutating func carryOut(_ requests: [Request], at moment: Moment) -> [TerminalEffect] {
        requests.flatMap { carryOut($0, at: moment) }
    }

    private mutating func carryOut(_ request: Request, at moment: Moment) -> [TerminalEffect] {
        switch request {
        case .hint(let text): hint = text
        case .show(let kind, let text):
            rooms.append(Entry(kind, text, milliseconds: moment.milliseconds), limit: settings.scrollback)
        case .search(let step): return carryOut(rooms.search(step, in: pane), at: moment)
        case .scroll(let action): return carryOut(scroll(action), at: moment)
        case .overlay(let step): return carryOut(takeOverlayStep(step), at: moment)
        case .clear: rooms.clear()
        case .goToRoom(let index):
            guard index >= 0, index < rooms.count else {
                hint = "there is no room \(index + 1)"
                return []
            }
            return carryOut(go { $0.go(to: index) }, at: moment)
        case .address(let nick): composer.insert(composer.editor.cursor == 0 ? nick + ": " : nick + " ")
        case .set(let name, let value, let isSaved): return set(name, value, isSaved: isSaved)
        case .bind(let key, let action): preferences.bind(key, to: action)
        case .key(let key): return receiveKey(key, at: moment)
        case .restart: return restart()
        case .effect(.command(.quit)) where phase == .lost: return [.exit]
        case .effect(let effect):
            if case .command(let command) = effect { directory.note(command) }
            return [effect]
        }
        return []
    }

    private mutating func receiveEngineLost(_ reason: String, at moment: Moment) -> [TerminalEffect] {
        phase = .lost
        rooms.receiveLoss()
        directory.receiveLoss()
        let text =
            "the engine has ended: \(reason)\n/restart starts it again with the same rooms, /quit leaves"
        return carryOut([.show(.error, text)], at: moment)
    }

    private mutating func restart() -> [TerminalEffect] {
        guard phase == .lost else {
            hint = "the engine runs; there is nothing to start again"
            return []
        }
        phase = .starting
        rooms.expectAll()
        return [.restart(session)]
    }

    private mutating func set(_ name: String, _ value: SettingValue, isSaved: Bool) -> [TerminalEffect] {
        do {
            try preferences.set(name, to: value)
        } catch {
            hint = error.explanation
            return []
        }
        return isSaved ? [.saveSetting(name: name, value: value)] : []
    }

    private mutating func takeOverlayStep(_ step: OverlayStep) -> [Request] {
        switch step {
        case .help(let topic): overlays.toggleHelp(topic)
        case .log: overlays.toggleLog()
        case .copy: overlays.toggleCopy()
        case .inspector: return overlays.toggleInspector()
        case .inspect(let page): return overlays.inspect(page)
        case .turnPage: overlays.turnPage()
        case .close: overlays.close()
        }
        return []
    }

    /// The pane with the messages, as it is shown.
    private var pane: Pane {
        let messages = ScreenLayout(self).messages
        return Pane(layout: MessageLayout(self, width: messages.width), height: messages.height)
    }

    /// What scrolls goes to what lies over the messages, if anything does.
    private mutating func scroll(_ action: Action) -> [Request] {
        guard overlay != .none, overlay != .copy else { return rooms.scroll(action, in: pane) }
        let layout = ScreenLayout(self)
        let page = max(1, layout.messages.height - 1)
        overlays.scroll(action, page: page, last: TerminalView.lastOverlayRow(self, layout))
        return []
    }

    // MARK: - Keys

    private mutating func receiveKey(_ key: Key, at moment: Moment) -> [TerminalEffect] {
        hint = ""
        if let requests = composer.takeRoomDigit(key) { return carryOut(requests, at: moment) }
        let action = preferences.bindings[key]
        composer.noteKey(action)
        guard composer.focus == .message else {
            return carryOut(composer.receiveSearchKey(key, action), at: moment)
        }
        if overlay == .copy, action != .copyMode, action != .cancel, action?.isScrolling != true {
            overlays.close()
            return []
        }
        guard let action else { return carryOut(receiveUnboundKey(key), at: moment) }
        return carryOut(perform(action), at: moment)
    }

    private mutating func receiveUnboundKey(_ key: Key) -> [Request] {
        let isUseless = Request.hint("\(key.description) does nothing; F1 shows the keys")
        guard case .character(let character) = key.code else { return [isUseless] }
        if key.modifiers == .alt, let digit = character.wholeNumberValue, (1...9).contains(digit),
            character.isASCII
        {
            return [.goToRoom(digit - 1)]
        }
        guard key.modifiers.isEmpty else { return [isUseless] }
        composer.type(character)
        return []
    }

    private mutating func perform(_ action: Action) -> [Request] {
        switch action {
        case .send: return send()
        case .complete, .completeBackward:
            return composer.complete(backward: action == .completeBackward, Completer(self))
        case .nextRoom: return go { $0.step(1) }
        case .previousRoom: return go { $0.step(-1) }
        case .nextActivity: return go { $0.goToActivity() }
        case .lastRoom: return go { $0.goBack() }
        case .toggleRooms: preferences.toggle(.rooms, isShown: !ScreenLayout(self).rooms.isEmpty)
        case .toggleMembers: preferences.toggle(.members, isShown: !ScreenLayout(self).members.isEmpty)
        case .interrupt: return composer.interrupt()
        case .quitWhenEmpty where composer.editor.isEmpty: return [.command(.quit)]
        case .quitWhenEmpty: composer.perform(.deleteForward)
        case .unread: return rooms.jumpToUnread(in: pane)
        case .search: composer.beginSearch(room.search?.query)
        case .chooseRoom: return composer.awaitRoomNumber()
        case .copyAddress: return directory.copyAddress()
        case .cancel: if overlay != .none { overlays.close() } else { rooms.cancel() }
        default:
            if let request = action.request { return [request] }
            composer.perform(action)
        }
        return []
    }

    /// Moves between rooms; the draft is that of the room then shown.
    private mutating func go(_ move: (inout Rooms) -> [Request]) -> [Request] {
        let requests = move(&rooms)
        showDraft()
        return requests
    }

    private mutating func showDraft() {
        composer.show(room.name)
        if overlay == .copy { overlays.close() }
    }

    // MARK: - Sending

    /// Sends the line, or does what it asks for. A wrong command stays in the line to be mended, and is never
    /// sent as text.
    private mutating func send() -> [Request] {
        if case .help = overlay, composer.editor.isEmpty { return [.overlay(.close)] }
        do throws(CommandFailure) {
            switch composer.submit(confirmedLines: settings.pasteLines) {
            case .nothing: return []
            case .refused(let reason): return [.hint(reason)]
            case .text(let text):
                guard phase != .lost else { throw Self.loss }
                guard room.isJoined else {
                    return [.hint("you have left \(room.name.text); /join \(room.name.text) goes back")]
                }
                let checked = try Self.checked(text)
                composer.finish()
                return [.command(.say(room.name, checked))]
            case .command(let line):
                let interpreter = CommandInterpreter(
                    rooms: rooms,
                    directory: directory,
                    preferences: preferences,
                    engine: engine,
                    utcOffset: utcOffset
                )
                let requests = try interpreter.run(line)
                if phase == .lost, requests.contains(where: \.needsEngine) { throw Self.loss }
                composer.finish()
                return requests
            }
        } catch {
            return [.hint(error.message)]
        }
    }

    private static let loss = CommandFailure(
        "nothing is sent: the engine has ended, /restart starts it again"
    )

    private static func checked(_ text: String) throws(CommandFailure) -> String {
        do {
            return try CommandParser.checked(text)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    // MARK: - What the chat tells

    private mutating func receiveEvent(_ event: ChatEvent, at moment: Moment) -> [TerminalEffect] {
        if let line = LogLine.text(for: event) { overlays.log(line, at: moment) }
        switch event {
        case .ready(let peer, _, let engine):
            self.engine = engine
            return carryOut(directory.receiveReady(peer), at: moment)
        case .listening(let address):
            directory.receiveListening(address)
            greet(at: moment)
        case .listenerClosed(let address, _): directory.receiveListenerClosed(address)
        case .connected(let peer, let address, let direction):
            return carryOut(directory.receiveConnected(peer, address, direction), at: moment)
        case .disconnected(let peer, let reason):
            return carryOut(directory.receiveDisconnected(peer, reason: reason), at: moment)
        case .dialFailed(let address, let reason, let retry):
            return carryOut(directory.receiveDialFailed(address, reason: reason, retry: retry), at: moment)
        case .joined(let room):
            let requests = rooms.receiveJoined(room, keepsHistory: settings.keepsHistory)
            showDraft()
            phase = .running
            greet(at: moment)
            return carryOut(requests, at: moment)
        case .left(let room):
            rooms.receiveLeft(room)
            if rooms.room(room) == nil { composer.forget(room) }
            showDraft()
        case .switched(let room):
            rooms.receiveSwitched(room)
            showDraft()
        case .renamed(let nick): directory.receiveRenamed(nick)
        case .member(let room, let peer, let action):
            let line = "\(directory.name(of: peer)) \(action == .join ? "came in" : "left")"
            let entry =
                settings.showsMembership ? Entry(.membership, line, milliseconds: moment.milliseconds) : nil
            rooms.receiveMember(room, peer, action, announcing: entry, limit: settings.scrollback)
        case .message(let message): return receiveMessage(message, at: moment)
        case .sent(let room, let id, let peerCount): rooms.receiveSent(room, id, peerCount: peerCount)
        case .named(let peer, let nick, _): receiveNick(Displayable(nick: nick).text, of: peer, at: moment)
        case .list(let rooms): return carryOut([.show(.notice, Answer.text(rooms))], at: moment)
        case .listed(let peer, let list, let isOn):
            return carryOut(directory.receiveListed(peer, list, isOn: isOn), at: moment)
        case .peers(let summaries, let dials):
            return carryOut([.show(.notice, Answer.text(summaries, dials))], at: moment)
        case .rooms: break  // The rooms that are shown say it.
        case .caughtUp, .history:
            return carryOut([.show(.notice, Answer.text(event, directory))], at: moment)
        case .inspection(let inspection): inspector.receive(inspection, at: moment)
        case .roundTrip(let peer, let interval): directory.receiveRoundTrip(peer, interval)
        case .identified(let peer, let agent): directory.receiveIdentified(peer, agent: agent)
        case .notice(let text): return carryOut([.show(.notice, text)], at: moment)
        case .error(let text): return carryOut([.show(.error, text)], at: moment)
        case .closed: phase = .closed
        }
        return []
    }

    private mutating func greet(at moment: Moment) {
        guard phase == .running, let text = directory.takeWelcome() else { return }
        let entry = Entry(.notice, text, milliseconds: moment.milliseconds)
        rooms.append(entry, limit: settings.scrollback)
    }

    private mutating func receiveMessage(_ message: ChatMessage, at moment: Moment) -> [TerminalEffect] {
        guard !directory.isHidden(message.author) else { return [] }
        let entry = entry(message, milliseconds: message.isLate ? message.milliseconds : moment.milliseconds)
        guard rooms.receive(entry, in: message.room, limit: settings.scrollback) else { return [] }
        if message.isLate {
            directory.receiveLateNick(entry.nick, of: message.author)
        } else if !message.isOwn, !message.nick.isEmpty {
            receiveNick(entry.nick, of: message.author, at: moment)
        }
        var effects =
            entry.isMention && !entry.isLate
            ? entry.announcement(in: message.room, settings, isWatched: rooms.isWatched) : []
        if settings.keepsHistory {
            var kept = message
            kept.milliseconds = entry.milliseconds
            effects.append(.keep(kept))
        }
        return effects
    }

    /// Somebody goes by a nick; where that is another than before, the rooms they are in are told.
    private mutating func receiveNick(_ nick: String, of peer: PeerID, at moment: Moment) {
        guard let previous = directory.receiveNick(nick, of: peer), settings.showsMembership else { return }
        let entry = Entry(.membership, "\(previous) is now \(nick)", milliseconds: moment.milliseconds)
        rooms.append(entry, whereverIs: peer, limit: settings.scrollback)
    }

    private mutating func receiveHistory(_ name: RoomName, _ messages: [ChatMessage]) {
        let shown = messages.suffix(settings.scrollback / 2).filter { !directory.isHidden($0.author) }
        let entries = shown.map { entry($0, milliseconds: $0.milliseconds) }
        for entry in entries {
            if let author = entry.author { directory.receiveOldNick(entry.nick, of: author) }
        }
        rooms.receiveHistory(name, entries)
    }

    private func entry(_ message: ChatMessage, milliseconds: UInt64) -> Entry {
        let highlights = Highlights(words: [directory.ownNick] + settings.highlights)
        let isMention = !message.isOwn && highlights.match(message.text)
        return Entry(message, milliseconds: milliseconds, isMention: isMention)
    }
}
