/// A socket that has become a secured and multiplexed connection: what a `ConnectionHandshake` leaves to the
/// `Connection`.
struct HandshakeResult {
    let id: ConnectionID
    let direction: Direction
    let remote: Multiaddr
    /// The channel, with everything that is still to be sent in its outbound, and the proved peer.
    let session: NoiseSession
    /// Our proposal of the muxer, if the peer has not confirmed it yet.
    let muxerProposal: MultistreamDialer?
    /// The muxer's first bytes, where they came with the end of its negotiation.
    let plaintext: [UInt8]
    /// Received records that were not opened.
    let leftover: [UInt8]
    let account: OutboundAccount
    let bytesReceived: UInt64
}
