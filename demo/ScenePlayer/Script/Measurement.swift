/// The time from a typed line to the same line received elsewhere, measured some times in a row.
package struct Measurement: Hashable, Sendable {
    package let from: String
    package let to: String
    package let times: Int
    /// The step fails when the median is above.
    package let medianLimit: Duration?
    /// For each single message.
    package let within: Duration
}
