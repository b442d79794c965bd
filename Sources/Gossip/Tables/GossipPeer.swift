import Net

/// Who a connected peer is, and what was negotiated with it.
struct GossipPeer {
    let id: PeerID
    let version: GossipProtocol
    let direction: Direction
    let isDirect: Bool
    /// Whether the driver was asked to close the connection: all further input of the peer is ignored.
    var isDismissed = false
    var extensions = ExtensionState.awaitingFirstMessage

    var isOutbound: Bool { direction == .outbound }
}
