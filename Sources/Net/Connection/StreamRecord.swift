/// What a connection knows of one of its streams, beyond what the muxer knows.
struct StreamRecord {
    /// Where the agreement on a protocol stands.
    enum Phase {
        /// The protocol must be agreed on by the deadline.
        case negotiating(StreamNegotiation, deadline: Instant)
        /// Agreed.
        case open(protocol: String)
    }

    var phase: Phase
    let direction: Direction

    /// Whether the protocol is agreed on.
    var isOpen: Bool {
        switch phase {
        case .negotiating: false
        case .open: true
        }
    }

    /// Whether the program may write: the protocol is agreed on or, being the only one proposed, taken for
    /// granted.
    var isWritable: Bool {
        switch phase {
        case .negotiating(let negotiation, _): negotiation.assumedProtocol != nil
        case .open: true
        }
    }

    /// The agreed protocol.
    var protocolName: String? {
        switch phase {
        case .negotiating: nil
        case .open(let name): name
        }
    }

    /// When the agreement must stand.
    var deadline: Instant? {
        switch phase {
        case .negotiating(_, let deadline): deadline
        case .open: nil
        }
    }
}
