/// What a reconciliation may take.
public struct ReconciliationLimits: Equatable, Sendable {
    /// The longest message, in bytes; default 32 KiB, at least 4,096.
    public var messageBytes = 32_768
    /// The most rounds; each divides what differs by four, so 40 are for ever. Default 40, and one more for
    /// every message's worth of ids.
    public var rounds = 40
    /// The most differences that are gathered, of each kind; default 20,000, 640 kB of ids. What is beyond
    /// them is left to the next reconciliation.
    public var differences = 20_000

    /// The defaults.
    public init() {}
}
