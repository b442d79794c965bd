/// The pane in which a room is read: how its lines become rows, and how many rows there are.
struct Pane {
    /// How lines become rows.
    let layout: MessageLayout
    /// Rows.
    let height: Int
}
