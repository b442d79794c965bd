/// How many columns stand before the text of a message.
struct PrefixColumns: Hashable {
    /// The time and a space; 0 when it is not shown.
    let time: Int
    /// The nick.
    let nick: Int
    /// The key tag; 0 when it is not shown.
    let tag: Int
    /// What divides names from text; empty for a plain space.
    let separator: String

    init(width: Int, settings: Settings) {
        let showsTag = settings.showsKeyTags
        let timeColumns = settings.timestamps == "off" ? 0 : settings.timestamps == "hh:mm:ss" ? 9 : 6
        if width >= 72 {
            (time, nick, tag, separator) = (timeColumns, settings.nickWidth, showsTag ? 6 : 0, " │ ")
        } else if width >= 44 {
            (time, nick, tag, separator) = (timeColumns, min(10, settings.nickWidth), showsTag ? 4 : 0, "")
        } else {
            (time, nick, tag, separator) = (
                0, min(max(4, width / 5), settings.nickWidth), showsTag ? 4 : 0, ""
            )
        }
    }

    /// All of them.
    var total: Int { time + nick + (tag > 0 ? tag + 1 : 0) + (separator.isEmpty ? 1 : 3) }
}
