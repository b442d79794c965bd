/// When TCP asks a silent peer whether it is still there (RFC 9293, section 3.8.4).
public struct KeepAlive: Sendable {
    /// Silence before the first question.
    public var idle: Interval

    /// Time between two questions.
    public var interval: Interval

    /// Questions without an answer after which the connection is over; at least 1.
    public var probes: Int

    /// By default a peer that vanished is noticed after two minutes.
    public init(idle: Interval = .seconds(60), interval: Interval = .seconds(15), probes: Int = 4) {
        self.idle = idle
        self.interval = interval
        self.probes = probes
    }
}
