/// How many columns stand before the text of a message.
struct PrefixColumns: Hashable {
    /// The time and a space; 0 when it is not shown.
    let time: Int
    /// The nick.
    let nick: Int
    /// The key tag; 0 when none is shown.
    let tag: Int
    /// What divides names from text; empty for a plain space.
    let separator: String

    /// - Parameters:
    ///   - width: The columns of the pane.
    ///   - widestNick: The columns of the widest nick in it.
    ///   - showsTags: Whether some line has a key tag.
    init(width: Int, settings: Settings, widestNick: Int, showsTags: Bool) {
        let timeColumns = settings.timestamps == "off" ? 0 : settings.timestamps == "hh:mm:ss" ? 9 : 6
        if width >= 56 {
            let nickColumns = min(widestNick, settings.nickWidth)
            (time, nick, tag, separator) = (timeColumns, nickColumns, showsTags ? 6 : 0, " │ ")
        } else if width >= 44 {
            let nickColumns = min(widestNick, 10, settings.nickWidth)
            (time, nick, tag, separator) = (timeColumns, nickColumns, showsTags ? 4 : 0, "")
        } else {
            let nickColumns = min(widestNick, max(4, width / 5), settings.nickWidth)
            (time, nick, tag, separator) = (0, nickColumns, showsTags ? 4 : 0, "")
        }
    }

    /// The columns of the room that is shown, in a pane of that width.
    init(_ model: TerminalModel, width: Int) {
        let room = model.room
        let showsTags =
            model.settings.showsKeyTags
            || room.recent.contains { entry in
                entry.author.map { model.directory.needsTag($0, nick: entry.nick) } ?? false
            }
        self.init(
            width: width,
            settings: model.settings,
            widestNick: room.nickColumns,
            showsTags: showsTags
        )
    }

    /// All of them.
    var total: Int { time + nick + (tag > 0 ? tag + 1 : 0) + (separator.isEmpty ? 1 : 3) }
}
