public import Net

/// An address that is being dialled, as `/peers` tells it.
public struct DialSummary: Equatable, Sendable {
    /// Where.
    public var address: Multiaddr
    /// The time until the next attempt; nil while one runs.
    public var wait: Interval?

    /// A summary from its parts.
    public init(address: Multiaddr, wait: Interval?) {
        self.address = address
        self.wait = wait
    }
}
