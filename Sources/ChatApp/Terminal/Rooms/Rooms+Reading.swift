import ChatCore

/// Scrolling, searching and jumping in the room that is shown.
extension Rooms {
    /// Scrolls; at its end the view moves along again with what arrives, and at its beginning what was said
    /// earlier is asked for.
    mutating func scroll(_ action: Action, in pane: Pane) -> [Request] {
        let page = max(1, pane.height - 1)
        switch action {
        case .pageUp: return scrollUp(rows: page, in: pane)
        case .pageDown: scrollDown(rows: page, in: pane)
        case .lineUp: return scrollUp(rows: 1, in: pane)
        case .lineDown: scrollDown(rows: 1, in: pane)
        case .oldest:
            if !shown.entries.isEmpty { shown.position = pane.layout.position(of: (0, 0), in: shown) }
            return askForEarlier()
        default: shown.position = .newest
        }
        return []
    }

    private mutating func askForEarlier() -> [Request] {
        guard let first = shown.takeEarlierWish() else { return [] }
        return [
            .effect(.loadEarlier(shown.name, milliseconds: first.milliseconds, id: first.messageID))
        ]
    }

    private mutating func scrollUp(rows: Int, in pane: Pane) -> [Request] {
        guard !shown.entries.isEmpty else { return [] }
        let top = pane.layout.top(of: shown, height: pane.height)
        let (index, skipped) = pane.layout.moved(from: top, by: -rows, in: shown)
        guard (index, skipped) != top else { return askForEarlier() }
        shown.position = pane.layout.position(of: (index, skipped), in: shown)
        return []
    }

    private mutating func scrollDown(rows: Int, in pane: Pane) {
        guard case .held = shown.position else { return }
        let top = pane.layout.top(of: shown, height: pane.height)
        hold(pane.layout.moved(from: top, by: rows, in: shown), in: pane)
    }

    /// Begins the pane at that line, or goes to the newest when the pane shows it to its end.
    private mutating func hold(_ place: (index: Int, skipped: Int), in pane: Pane) {
        if pane.layout.reachesEnd(from: place, in: shown, height: pane.height) {
            shown.position = .newest
        } else {
            shown.position = pane.layout.position(of: place, in: shown)
        }
    }

    /// Closes what the room shows beside its newest lines: a search, or else an older place.
    mutating func cancel() {
        if shown.search != nil {
            shown.search = nil
        } else {
            shown.position = .newest
        }
    }

    /// Shows the first unread line.
    mutating func jumpToUnread(in pane: Pane) -> [Request] {
        guard let serial = shown.unreadSerial else { return [.hint("nothing unread here")] }
        show(serial: serial, in: pane)
        return []
    }

    /// Brings a line into the upper third of the pane.
    private mutating func show(serial: Int, in pane: Pane) {
        guard let index = shown.index(ofSerial: serial) else { return }
        hold(pane.layout.moved(from: (index, 0), by: -(pane.height / 3), in: shown), in: pane)
    }

    /// Takes a step of a search.
    mutating func search(_ step: SearchStep, in pane: Pane) -> [Request] {
        switch step {
        case .find(let query):
            guard query != shown.search?.query ?? "" else { return [] }
            shown.search = query.isEmpty ? nil : RoomSearch(query)
            return query.isEmpty ? [] : searchAgain(older: true, in: pane)
        case .again(let query, let older):
            guard !query.isEmpty else {
                shown.search = nil
                return []
            }
            if shown.search?.query != query { shown.search = RoomSearch(query) }
            return searchAgain(older: older, in: pane, goesOn: true)
        case .next(let older): return searchAgain(older: older, in: pane)
        case .end:
            shown.search = nil
            return []
        }
    }

    /// - Parameter goesOn: Whether what is kept of earlier talk is looked through where no line is found.
    private mutating func searchAgain(older: Bool, in pane: Pane, goesOn: Bool = false) -> [Request] {
        guard let search = shown.search else { return [.hint("nothing is searched for; Ctrl-S begins")] }
        let start =
            search.current.flatMap { shown.index(ofSerial: $0) } ?? (older ? shown.entries.count : -1)
        guard let index = shown.found(by: search, from: start, older: older) else {
            guard goesOn else {
                return [.hint("'\(Displayable(search.query, limit: 60).text)' is not in this room")]
            }
            return [.effect(.searchHistory(shown.name, words: search.query))]
        }
        let isAround = search.current != nil && (older ? index >= start : index <= start)
        let serial = shown.entries[index].serial
        shown.search?.current = serial
        show(serial: serial, in: pane)
        return isAround ? [.hint("around the end")] : []
    }
}
