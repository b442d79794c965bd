public import Net

/// A peer in a simulated network: a transport client together with the program above it.
public protocol SimulatedPeer: TransportClient {
    /// Lets the program take its events and react to them. Called after every change, until nothing more
    /// happens.
    ///
    /// - Returns: Whether there was anything to do.
    mutating func runProgram(now: Instant) -> Bool
}
