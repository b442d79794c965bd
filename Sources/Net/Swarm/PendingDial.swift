/// A dial whose socket is not connected yet.
struct PendingDial {
    let address: Multiaddr
    /// The driver gives up earlier; this is for a driver that does not answer.
    let deadline: Instant

    /// How long the driver may take.
    static let timeout = Interval.seconds(20)
}
