/// A kept message's place in the order of all: by time, then by id.
///
/// The bounds of ranges are such places too; they need not belong to a message.
public struct HistoryItem: Hashable, Sendable {
    /// Unix time in seconds, as signed by the author. Less than `UInt64.max` in every message.
    public let time: UInt64
    /// The id.
    public let id: ItemID

    /// A place.
    public init(time: UInt64, id: ItemID) {
        self.time = time
        self.id = id
    }

    /// The first place of that second.
    public init(startOf time: UInt64) {
        self.init(time: time, id: .zero)
    }

    /// Before all messages.
    public static let start = HistoryItem(startOf: 0)

    /// After all messages.
    public static let infinity = HistoryItem(startOf: .max)
}

extension HistoryItem: Comparable {
    /// The earlier one first; within a second by the id.
    public static func < (left: HistoryItem, right: HistoryItem) -> Bool {
        left.time == right.time ? left.id < right.id : left.time < right.time
    }
}
