/// Waits for the peer's confirmation of the muxer that we proposed by multistream-select, which comes before
/// the muxer's first frame. A muxer that Noise has agreed on (`InlinedMuxer`) needs none.
struct MultistreamMuxerConfirmation {
    private var proposal: MultistreamDialer?

    /// - Parameter proposal: What we proposed; `nil` where the muxer is agreed on already.
    init(of proposal: MultistreamDialer?) {
        self.proposal = proposal
    }

    /// Receives what has come through the channel; returns what of it is the muxer's.
    mutating func receive(_ plaintext: ArraySlice<UInt8>) throws(ConnectionError) -> ArraySlice<UInt8> {
        guard var proposal else { return plaintext }
        let progress: MultistreamProgress
        do throws(MultistreamError) {
            progress = try proposal.receive(plaintext)
        } catch {
            throw .multistream(error)
        }
        switch progress {
        case .negotiating:
            self.proposal = proposal
            return []
        case .refused: throw .muxerRefused
        case .selected(_, let leftover):
            self.proposal = nil
            return leftover
        }
    }
}
