/// What the swarm notes about a connection for its own housekeeping.
struct ConnectionNotes {
    /// The last measured round trip.
    var roundTrip: Interval?
    /// When the connection is pinged next; `nil` for never.
    var nextPing: Instant?
    /// When the program's last stream ended, or the connection began.
    var lastUsed: Instant
    /// Since when another connection of the peer has been preferred.
    var redundantSince: Instant?
    /// The bytes that it was last seen to hold.
    var heldBytes = 0
    /// Whether it waits in the line of those that may have something to write.
    var isDirty = false
    /// Whether the driver was told to stop reading.
    var isReadingPaused = false
    /// The deadline that is queued.
    var scheduledDeadline: Instant?

    init(now: Instant) {
        lastUsed = now
    }
}
