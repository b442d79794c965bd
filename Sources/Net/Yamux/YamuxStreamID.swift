/// The identifier of a stream within one Yamux connection.
///
/// Odd when the client of the connection opened it, even when the server did; never zero, which stands for
/// the session.
public struct YamuxStreamID: Hashable, Comparable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt32

    /// The identifier with that number on the wire.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// By number.
    public static func < (left: YamuxStreamID, right: YamuxStreamID) -> Bool {
        left.rawValue < right.rawValue
    }
}
