/// How much of a room is kept: whichever of the bounds is reached first.
public struct HistoryKeep: Equatable, Sendable {
    /// How old a message may become, in seconds; default 30 days.
    public var seconds: UInt64 = 30 * 86_400
    /// How many messages of a room; default 10,000.
    public var messages = 10_000
    /// How many bytes of a room's messages; default 8 MiB.
    public var bytes = 8 * 1_048_576

    /// The defaults.
    public init() {}

    /// The defaults with that age, in seconds.
    public init(seconds: UInt64) {
        self.seconds = seconds
    }
}
