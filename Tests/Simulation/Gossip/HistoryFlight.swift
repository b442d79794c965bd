import History

/// What travels on a stream of history between two simulated peers.
struct HistoryFlight {
    enum Content {
        /// Bytes; the first of a stream also open it.
        case bytes([UInt8])
        /// The stream was reset, or closed by who had said all.
        case end(isReset: Bool)
    }

    /// Which of the sender's streams it is, and whether the sender has opened it.
    let stream: HistoryStream.Name
    let content: Content
}

/// One end of such a stream.
struct HistoryStream {
    /// A stream is named by the peer that has opened it, and by that peer's session.
    struct Name: Hashable {
        let opener: Int
        let session: HistorySessionID
    }

    let name: Name
    let peer: Int
}
