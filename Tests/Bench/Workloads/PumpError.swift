/// Why two peers in memory could not do what a measurement needs.
package enum PumpError: Error, Equatable {
    /// They do not come together.
    case notConnected
    /// A stream took less than was written.
    case full
    /// Less came than was sent.
    case lost
}
