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

    /// From this width on, an overlay stands beside the messages.
    static let splitWidth = 120
    /// From this height on, the latest lines stay below an overlay.
    static let minimumHeightToShare = 12

    init(_ model: TerminalModel) {
        let (width, height) = (model.size.width, model.size.height)
        if model.overlay == .copy {
            messages = Rect(x: 0, y: 0, width: width, height: height)
            side = messages
            return
        }
        let inputRows = max(1, min(InputView.rowCount(model), max(1, height / 3)))
        let titleRows = height >= 6 ? 1 : 0
        let statusRows = height >= 3 ? min(StatusView.hintRows(model, width).count, max(1, height / 3)) : 0
        input = Rect(x: 0, y: height - inputRows, width: width, height: min(inputRows, height))
        status = Rect(x: 0, y: input.y - statusRows, width: width, height: statusRows)
        title = Rect(x: 0, y: 0, width: width, height: titleRows)
        side = Rect(x: 0, y: titleRows, width: width, height: max(0, status.y - titleRows))
        messages = side
        if model.overlay != .none {
            overlay = side
            guard width >= Self.splitWidth else {
                leaveTalkInSight(model.overlay)
                return
            }
            let half = width / 2
            messages = Rect(x: 0, y: side.y, width: half, height: side.height)
            overlayDivider = half
            overlay = side.inset(left: half + 1)
            return
        }
        placeSidePanes(model, width)
    }

    /// Below what one watches while talking, the latest lines stay in sight.
    private mutating func leaveTalkInSight(_ overlay: Overlays.Overlay) {
        guard case .inspector = overlay, side.height >= Self.minimumHeightToShare else { return }
        let rows = side.height / 4
        self.overlay = Rect(x: side.x, y: side.y, width: side.width, height: side.height - rows)
        messages = Rect(x: side.x, y: side.y + side.height - rows, width: side.width, height: rows)
    }

    private mutating func placeSidePanes(_ model: TerminalModel, _ width: Int) {
        let lists = SideLists(model)
        if let columns = lists.rooms {
            rooms = Rect(x: 0, y: side.y, width: columns, height: side.height)
            roomsDivider = columns
            messages = messages.inset(left: columns + 1)
        }
        if let columns = lists.members {
            members = Rect(x: width - columns, y: side.y, width: columns, height: side.height)
            membersDivider = width - columns - 1
            messages = messages.inset(right: columns + 1)
        }
    }
}
