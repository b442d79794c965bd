/// One listener, from the request to its end.
struct ListenerState {
    /// What was asked for.
    let requested: Multiaddr
    /// Where it listens; empty until it is bound.
    var addresses: [Multiaddr] = []
}
