/// Which lists stand beside the messages, and how wide they are: the talk comes first.
struct SideLists: Hashable {
    /// Columns of the room list, without its divider; nil when it is not shown.
    private(set) var rooms: Int?
    /// Columns of the member list, without its divider; nil when it is not shown.
    private(set) var members: Int?

    /// All columns that are not text may be so many on a screen of 80 and more: lists, times, nicks.
    static let overhead = 34
    /// The fewest columns of text beside a list on a narrower screen.
    static let minimumTextColumns = 40
    /// Below this width one list is shown at most.
    static let bothWidth = 100
    /// From this width on, long nicks rather take columns of the text than hide a list.
    static let ampleWidth = 120
    /// The fewest columns of a list.
    static let minimumColumns = 8
    /// The most columns of a list that is as wide as its names.
    static let maximumColumns = 24

    init(_ model: TerminalModel) {
        let width = model.size.width
        let text = max(Self.minimumTextColumns, width - Self.overhead)
        let available = width - text - PrefixColumns(model, width: width - Self.minimumColumns - 1).total
        if model.settings.showsRooms { rooms = Self.roomColumns(model) }
        if model.settings.showsMembers { members = Self.memberColumns(model) }
        let favoured = model.preferences.favoured ?? (model.rooms.count > 1 ? .rooms : .members)
        if width < Self.bothWidth, rooms != nil, members != nil { keep(favoured) }
        shrink(to: available, model.settings)
        guard width < Self.ampleWidth, total > available else { return }
        if rooms != nil, members != nil {
            keep(favoured)
            if rooms != nil { rooms = Self.roomColumns(model) }
            if members != nil { members = Self.memberColumns(model) }
            shrink(to: available, model.settings)
        }
        // What the reader has made as wide as it is stays, as long as there is any text.
        let isChosen = rooms != nil ? model.settings.roomsWidth > 0 : model.settings.membersWidth > 0
        if total > (isChosen ? width - Self.minimumTextColumns : available) { (rooms, members) = (nil, nil) }
    }

    private var total: Int { (rooms.map { $0 + 1 } ?? 0) + (members.map { $0 + 1 } ?? 0) }

    private mutating func keep(_ list: SideList) {
        if list == .rooms { members = nil } else { rooms = nil }
    }

    /// Takes columns off the wider list, but not off one that the reader has made as wide as it is.
    private mutating func shrink(to available: Int, _ settings: Settings) {
        while total > available {
            let canRooms = settings.roomsWidth == 0 && (rooms ?? 0) > Self.minimumColumns
            let canMembers = settings.membersWidth == 0 && (members ?? 0) > Self.minimumColumns
            guard canRooms || canMembers else { return }
            if canRooms, !canMembers || (rooms ?? 0) >= (members ?? 0) {
                rooms = rooms.map { $0 - 1 }
            } else {
                members = members.map { $0 - 1 }
            }
        }
    }

    private static func roomColumns(_ model: TerminalModel) -> Int {
        if model.settings.roomsWidth > 0 { return max(minimumColumns, model.settings.roomsWidth) }
        return bounded(
            model.rooms.all.indices.map { index in
                DisplayWidth.columns(of: RoomListView.label(model, index))
                    + DisplayWidth.columns(of: RoomListView.mark(model.rooms[index]))
            }
        )
    }

    private static func memberColumns(_ model: TerminalModel) -> Int {
        if model.settings.membersWidth > 0 { return max(minimumColumns, model.settings.membersWidth) }
        let peers = model.room.members.union(model.room.heard)
        let names = peers.map { model.directory.distinctName(of: $0) } + [model.directory.ownNick]
        return bounded(names.map { 2 + DisplayWidth.columns(of: $0) })
    }

    private static func bounded(_ columns: [Int]) -> Int {
        min(max(columns.max() ?? 0, minimumColumns), maximumColumns)
    }
}
