/// Names one connection, pending or established, between the core and the transport driver.
///
/// The core makes them; one is never used twice in the life of a `Swarm`.
public struct ConnectionID: Hashable, Comparable, Sendable {
    /// Counts up from 1.
    public let rawValue: UInt64

    /// The connection of that number. Only the owner of the connections makes new ones.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// In the order in which they were made.
    public static func < (left: ConnectionID, right: ConnectionID) -> Bool {
        left.rawValue < right.rawValue
    }
}
