import Net

/// The peers one publishes to in a topic that is not joined (specs `gossipsub-v1.0.md`, "Fanout maintenance").
struct Fanout {
    var peers = SlotSet<PeerID>()
    var lastPublished: Instant
}
