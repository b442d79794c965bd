/// Names one connection, pending or established, between the core and its transport driver.
///
/// Each side names what it begins, so there are two rows of numbers: the core counts the connections that it
/// dials, the driver those that it accepts. No id is used twice in the life of a driver and its client.
public struct ConnectionID: Hashable, Comparable, Sendable {
    /// Twice the number, plus 1 for a connection that was accepted.
    public let rawValue: UInt64

    /// The dial of that number. Only the core makes them.
    ///
    /// - Parameter number: Counts up from 1.
    public init(dialled number: UInt64) {
        rawValue = number << 1
    }

    /// The accepted connection of that number. Only the driver makes them.
    ///
    /// - Parameter number: Counts up from 1, over all listeners.
    public init(accepted number: UInt64) {
        rawValue = number << 1 | 1
    }

    /// The place in its row.
    public var number: UInt64 { rawValue >> 1 }

    /// Whether the driver accepted the connection; otherwise the core dialled it.
    public var isAccepted: Bool { rawValue & 1 == 1 }

    /// Within each row, in the order in which they were made; between the rows the order means nothing.
    public static func < (left: ConnectionID, right: ConnectionID) -> Bool {
        left.rawValue < right.rawValue
    }
}
