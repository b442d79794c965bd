/// What goes first on a stream to a peer: our whole state, as far as it needs it.
struct Hello {
    /// All our subscriptions.
    let subscriptions: [[UInt8]]
    /// Our extensions, where the peer can read them: an entry of the control part.
    let extensions: [UInt8]?
    /// GRAFT for each topic whose mesh the peer is in.
    let grafts: [[UInt8]]
}

extension Hello {
    init(to slot: PeerSlot, _ peers: PeerTable, _ topics: Subscriptions, _ meshes: Meshes) {
        self.init(
            subscriptions: topics.joined.map { RPCEncoder.subscription(topics[$0].name, isSubscribe: true) },
            extensions: peers[slot].version >= .meshsub13
                ? RPCEncoder.extensions(peers.localExtensions) : nil,
            grafts: topics.joined.filter { meshes.contains(slot, $0) }.map {
                RPCEncoder.graft(topics[$0].name)
            }
        )
    }
}
