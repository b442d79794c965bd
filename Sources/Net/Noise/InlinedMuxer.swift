/// The muxer that both ends agree on within the handshake, so that multistream-select need not be spoken for
/// it (libp2p/specs, connections, "inlined muxer negotiation").
enum InlinedMuxer {
    /// The first of the initiator's muxers that the responder has too; nil unless both sides listed some.
    ///
    /// Throws `noCommonMuxer`.
    static func choose(
        _ role: NoiseRole,
        ours: [String],
        theirs: [String]
    ) throws(NoiseError) -> String? {
        guard !ours.isEmpty, !theirs.isEmpty else { return nil }
        let (wanted, offered) = role == .initiator ? (ours, theirs) : (theirs, ours)
        guard let muxer = wanted.first(where: { offered.contains($0) }) else { throw .noCommonMuxer }
        return muxer
    }
}
