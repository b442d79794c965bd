/// A list beside the messages.
enum SideList: Hashable, Sendable {
    /// The rooms, at the left.
    case rooms
    /// The members, at the right.
    case members
}
