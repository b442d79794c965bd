import ChatCore

/// What keeps what is shown for the next run.
protocol MessageKeeper: Sendable {
    /// Keeps a message.
    func append(_ message: ChatMessage)

    /// Reads the latest messages of a room, in their order; `completion` may be called on any thread.
    func load(_ room: RoomName, latest count: Int, completion: @escaping @Sendable ([ChatMessage]) -> Void)

    /// Reads those that come before a message of that time and id; as `load`.
    func load(
        _ room: RoomName,
        beforeMessage id: [UInt8],
        at milliseconds: UInt64,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    )

    /// Finds the latest messages of a room with all these words, in their order; as `load`.
    func search(
        _ words: String,
        in room: RoomName,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    )

    /// Says whether what is said from now on is to be kept.
    func setKeeping(_ isKeeping: Bool)

    /// Deletes what is kept of a room.
    func forget(_ room: RoomName)

    /// Waits until everything is written.
    func finish()
}
