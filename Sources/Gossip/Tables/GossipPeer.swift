import Net

/// Who a connected peer is, and what was negotiated with it.
struct GossipPeer {
    let id: PeerID
    let version: GossipProtocol
    let direction: Direction
    let isDirect: Bool
    /// Whether the driver was asked to close the connection: nothing that the peer sends is heeded any more.
    var isDismissed = false
    var extensions = ExtensionState.awaitingFirstMessage

    var isOutbound: Bool { direction == .outbound }
}
