/// How far a negotiation has come.
package enum MultistreamProgress: Equatable, Sendable {
    /// More bytes from the peer are needed.
    case negotiating
    /// Both sides agree on the protocol. `leftover` is what the peer sent behind its confirmation: it belongs
    /// to the protocol, and go-libp2p puts its first payload there.
    case selected(String, leftover: ArraySlice<UInt8>)
    /// The peer speaks none of the proposed protocols (dialer only).
    case refused
}
