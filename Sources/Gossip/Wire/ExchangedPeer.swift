/// A peer that a PRUNE recommends (specs `gossipsub-v1.1.md`, "Peer Exchange on Prune").
struct ExchangedPeer: Equatable {
    let peer: ArraySlice<UInt8>
    /// A signed envelope with its peer record; empty when there is none.
    let signedRecord: ArraySlice<UInt8>
}
