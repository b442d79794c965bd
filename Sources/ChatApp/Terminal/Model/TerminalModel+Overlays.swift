import ChatCore

/// Help, log and inspector.
extension TerminalModel {
    mutating func toggleHelp(_ topic: String = "") {
        if case .help = overlay, topic.isEmpty {
            overlay = .none
        } else {
            overlay = .help(topic: topic, row: 0)
        }
    }

    mutating func toggleLog() {
        if case .log = overlay {
            overlay = .none
        } else {
            overlay = .log(rowsUp: 0)
        }
    }

    mutating func toggleInspector() -> [TerminalEffect] {
        if case .inspector = overlay {
            overlay = .none
            return []
        }
        overlay = .inspector(page: .mesh, row: 0)
        return [.command(.inspect)]
    }

    mutating func turnInspectorPage() {
        guard case .inspector(let page, _) = overlay else {
            overlay = .inspector(page: .mesh, row: 0)
            return
        }
        overlay = .inspector(page: page.next, row: 0)
    }
}
