internal import Net

/// One end of a simulated TCP connection, with the bytes that it has sent and the other end has not read.
struct SimulatedSocket {
    let peer: Int
    let connection: ConnectionID
    /// The index of the other end.
    let other: Int

    /// Taken from the client, not in the window yet.
    var unsent: [UInt8] = []
    /// In the window: sent, and not read by the other end.
    var inWindow = 0
    /// Arrived at this end while it does not read.
    var unread: [[UInt8]] = []
    /// Whether FIN follows the unsent bytes.
    var isFinQueued = false
    var isFinSent = false
    /// FIN has arrived, and is behind `unread`.
    var isFinReceived = false
    var isFinTold = false
    /// Whether the client asked for no more bytes.
    var isPaused = false
    /// Whether the process or its machine does not read.
    var isStalled = false
    /// Whether nothing reaches this end any more, or leaves it: the other one is somewhere else.
    var isSilent = false
    /// Set by a graceful close: when it ends unless there is progress before.
    private(set) var lingerDeadline: Instant?
    /// Whether the client was told, or has decided, that the socket is gone.
    var isClosed = false
    /// Nothing that was sent later arrives earlier.
    var lastArrival = Instant.origin
    /// How many bytes this end may still send before the line is cut; `nil` for no cut.
    var bytesUntilCut: Int?

    /// As long as a driver waits by default.
    static let lingerInterval = TransportConfiguration().lingerInterval

    var isReading: Bool { !isPaused && !isStalled && !isClosed }

    /// Whether it is closed gracefully: what still comes is read and dropped.
    var isLingering: Bool { lingerDeadline != nil }

    mutating func linger(_ now: Instant) {
        lingerDeadline = now + Self.lingerInterval
        isPaused = false
    }

    mutating func noteProgress(_ now: Instant) {
        if isLingering { lingerDeadline = now + Self.lingerInterval }
    }
}
