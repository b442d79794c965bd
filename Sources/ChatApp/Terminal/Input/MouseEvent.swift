/// Something done with the mouse.
public struct MouseEvent: Hashable, Sendable {
    /// What was done.
    public enum Kind: Hashable, Sendable {
        /// The left button went down.
        case press
        /// The mouse moved with the left button down.
        case drag
        /// The left button went up.
        case release
        /// The wheel, towards older lines.
        case wheelUp
        /// The wheel, towards newer lines.
        case wheelDown
        /// Another button, or a move without one.
        case other
    }

    /// What was done.
    public var kind: Kind
    /// The cell under the mouse.
    public var at: Point

    /// An event at a cell.
    public init(_ kind: Kind, at: Point) {
        self.kind = kind
        self.at = at
    }
}
