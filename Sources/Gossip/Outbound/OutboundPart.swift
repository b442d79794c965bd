/// Something for one peer.
enum OutboundPart {
    /// A field of the RPC itself: a subscription or the test extension.
    case plain([UInt8])
    /// An entry of the control part that must not be lost: GRAFT, PRUNE, extensions.
    case control([UInt8])
    /// An entry of the control part that may be: IHAVE, IWANT, IDONTWANT.
    case gossip([UInt8])
    case message(EncodedMessage)
}
