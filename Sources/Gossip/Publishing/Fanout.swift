import Net

/// The peers that a topic is published to which is not joined (specs `gossipsub-v1.0.md`, "Fanout
/// maintenance").
struct Fanout {
    var peers = SlotSet<PeerID>()
    var lastPublished: Instant
}
