import Net

/// What happens in a simulation at one moment.
enum SimulationEvent {
    /// A peer comes up.
    case start(node: Int)
    /// A router's deadline; `life` tells which of the peer's lives it belongs to.
    case timer(node: Int, life: UInt32)
    /// A peer opens a connection to a random one.
    case dial(node: Int, life: UInt32)
    /// A connection is there.
    case connected(link: Int, epoch: UInt32)
    /// An RPC reaches an end of a link: the second one, or the first.
    case arrival(link: Int, epoch: UInt32, atSecond: Bool, rpc: [UInt8])
    /// A deadline of a peer's history.
    case historyTimer(node: Int, life: UInt32)
    /// Bytes of a stream of history reach an end of a link.
    case historyArrival(link: Int, epoch: UInt32, atSecond: Bool, HistoryFlight)
    /// A peer leaves, and comes back after that time.
    case leave(node: Int, absence: Interval)
    /// A message is published.
    case publish(message: Int)
    /// A random peer leaves.
    case churn
    /// The network falls apart, or is whole again.
    case partition(Bool)
    /// Random links break.
    case cut
    /// Attackers cease to forward.
    case flash
    /// Meshes and scores are looked at.
    case sample
}
