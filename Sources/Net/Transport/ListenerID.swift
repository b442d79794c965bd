/// Names one listener between the core and the transport driver. Never used twice in the life of a `Swarm`.
public struct ListenerID: Hashable, Comparable, Sendable {
    /// Counts up from 1.
    public let rawValue: UInt64

    /// The listener of that number. Only the owner of the listeners makes new ones.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// In the order in which they were made.
    public static func < (left: ListenerID, right: ListenerID) -> Bool {
        left.rawValue < right.rawValue
    }
}
