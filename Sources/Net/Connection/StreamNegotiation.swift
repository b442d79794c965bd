/// The agreement on one stream's protocol, from either side.
///
/// Feed it pieces of at most `allowance` bytes: then nothing of the agreed protocol is taken out of the
/// stream.
struct StreamNegotiation {
    private enum Side {
        case proposing(MultistreamDialer)
        case answering(MultistreamListener)
    }

    private var side: Side
    private var cursor = NegotiationCursor()

    /// Proposes protocols for a stream of ours.
    init(proposing protocols: [String]) {
        side = .proposing(MultistreamDialer(protocols: protocols, optimistic: protocols.count == 1))
    }

    /// Answers the proposals for a stream of the peer's.
    init(accepting protocols: [String]) {
        side = .answering(MultistreamListener(protocols: protocols))
    }

    /// The protocol that may be spoken before the peer has confirmed it.
    var assumedProtocol: String? {
        switch side {
        case .proposing(let dialer): dialer.assumedProtocol
        case .answering: nil
        }
    }

    /// The most bytes to feed next.
    var allowance: Int { cursor.allowance }

    /// Takes bytes of the peer's.
    mutating func receive(_ bytes: ArraySlice<UInt8>) throws(MultistreamError) -> MultistreamProgress {
        cursor.didRead(bytes)
        switch side {
        case .proposing(var dialer):
            let progress = try dialer.receive(bytes)
            side = .proposing(dialer)
            return progress
        case .answering(var listener):
            let progress = try listener.receive(bytes)
            side = .answering(listener)
            return progress
        }
    }

    /// Takes what is to be sent.
    mutating func takeOutbound() -> [UInt8] {
        switch side {
        case .proposing(var dialer):
            defer { side = .proposing(dialer) }
            return dialer.takeOutbound()
        case .answering(var listener):
            defer { side = .answering(listener) }
            return listener.takeOutbound()
        }
    }
}
