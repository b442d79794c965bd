/// Where everything stands on a screen of the model's size.
struct ScreenLayout: Hashable {
    /// The bar at the top; empty on a low screen.
    private(set) var title = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The list of rooms; empty when hidden.
    private(set) var rooms = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The lines of the room.
    private(set) var messages = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The list of members; empty when hidden.
    private(set) var members = Rect(x: 0, y: 0, width: 0, height: 0)
    /// Help, log or inspector; empty when there is none.
    private(set) var overlay = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The bar above the input.
    private(set) var status = Rect(x: 0, y: 0, width: 0, height: 0)
    /// What is being written.
    private(set) var input = Rect(x: 0, y: 0, width: 0, height: 0)
    /// The column between rooms and messages.
    private(set) var roomsDivider: Int?
    /// The column between messages and members.
    private(set) var membersDivider: Int?
    /// The column between messages and the overlay, when both are shown.
    private(set) var overlayDivider: Int?
    /// All panes between the bars.
    private(set) var side = Rect(x: 0, y: 0, width: 0, height: 0)

    /// The fewest columns for messages; side panes give way below.
    static let minimumMessageColumns = 40
    /// From this width on, an overlay stands beside the messages.
    static let splitWidth = 120

    init(_ model: TerminalModel) {
        let (width, height) = (model.size.width, model.size.height)
        if model.overlay == .copy {
            messages = Rect(x: 0, y: 0, width: width, height: height)
            side = messages
            return
        }
        let inputRows = max(1, min(InputView.rowCount(model), max(1, height / 3)))
        let titleRows = height >= 6 ? 1 : 0
        let statusRows = height >= 3 ? 1 : 0
        input = Rect(x: 0, y: height - inputRows, width: width, height: min(inputRows, height))
        status = Rect(x: 0, y: input.y - statusRows, width: width, height: statusRows)
        title = Rect(x: 0, y: 0, width: width, height: titleRows)
        side = Rect(x: 0, y: titleRows, width: width, height: max(0, status.y - titleRows))
        messages = side
        if model.overlay != .none {
            overlay = side
            guard width >= Self.splitWidth else { return }
            let half = width / 2
            messages = Rect(x: 0, y: side.y, width: half, height: side.height)
            overlayDivider = half
            overlay = side.inset(left: half + 1)
            return
        }
        placeSidePanes(model, width)
    }

    private mutating func placeSidePanes(_ model: TerminalModel, _ width: Int) {
        let fifth = max(width / 5, 8)
        let roomsWidth = min(model.settings.roomsWidth, model.pointer.dragged == .rooms ? width / 2 : fifth)
        if model.settings.showsRooms, width - roomsWidth - 1 >= Self.minimumMessageColumns {
            rooms = Rect(x: 0, y: side.y, width: roomsWidth, height: side.height)
            roomsDivider = roomsWidth
            messages = messages.inset(left: roomsWidth + 1)
        }
        let membersWidth = min(
            model.settings.membersWidth,
            model.pointer.dragged == .members ? width / 2 : fifth
        )
        if model.settings.showsMembers, messages.width - membersWidth - 1 >= Self.minimumMessageColumns {
            members = Rect(x: width - membersWidth, y: side.y, width: membersWidth, height: side.height)
            membersDivider = width - membersWidth - 1
            messages = messages.inset(right: membersWidth + 1)
        }
    }
}
