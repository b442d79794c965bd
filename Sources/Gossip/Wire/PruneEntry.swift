import Net

/// PRUNE: the receiver is no longer in the sender's mesh.
struct PruneEntry {
    let topic: ArraySlice<UInt8>
    /// For so long the sender will not accept a GRAFT; nil when it does not say (v1.0).
    let backoffSeconds: UInt64?
    let peers: [ExchangedPeer]
}
