/// The time from a typed line to the same line received elsewhere, measured some times in a row.
public struct Measurement: Hashable, Sendable {
    public let from: String
    public let to: String
    public let times: Int
    /// The step fails when the median is above.
    public let medianLimit: Duration?
    /// For each single message.
    public let within: Duration
}
