/// Where one stream stands: three independent questions, each with its own answer.
///
/// Yamux specification, "Opening a stream" and "Closing a stream".
struct YamuxStreamState {
    /// What the peer did that no correct peer does. The stream is to be reset.
    enum Violation: Error, Equatable {
        case dataAfterFin
        case unexpectedAcknowledgement
    }

    private enum Opening {
        /// This end opened it, and has yet to say so.
        case synOwed
        /// This end opened it and said so; the peer has not acknowledged it.
        case synSent
        /// The peer opened it, and has yet to be told that it is accepted.
        case ackOwed
        /// The peer opened it and was told.
        case ackSent
        /// This end opened it and the peer acknowledged it.
        case acknowledged
    }

    private enum WriteHalf {
        case open
        /// Closed by this end; the FIN follows the bytes that are still to be sent.
        case finOwed
        case finSent
    }

    private enum ReadHalf {
        case open
        /// The peer closed it; bytes may be left to read.
        case finReceived
        /// The peer closed it and everything was read.
        case ended
    }

    private var opening: Opening
    private var writeHalf = WriteHalf.open
    private var readHalf = ReadHalf.open

    /// A stream that this end opens.
    static func outbound() -> YamuxStreamState { YamuxStreamState(opening: .synOwed) }

    /// A stream that the peer opened.
    static func inbound() -> YamuxStreamState { YamuxStreamState(opening: .ackOwed) }

    private init(opening: Opening) {
        self.opening = opening
    }

    /// Applies an ACK. True when it is the first one for a stream that this end opened.
    ///
    /// - Throws: `unexpectedAcknowledgement` for a stream that the peer opened itself, or whose SYN is not
    ///   out.
    mutating func receiveAcknowledgement() throws(Violation) -> Bool {
        switch opening {
        case .synSent:
            opening = .acknowledged
            return true
        case .acknowledged:
            return false
        case .synOwed, .ackOwed, .ackSent:
            throw .unexpectedAcknowledgement
        }
    }

    /// Applies a data header with a body.
    ///
    /// - Throws: `dataAfterFin`.
    func receiveData() throws(Violation) {
        switch readHalf {
        case .open: return
        case .finReceived, .ended: throw .dataAfterFin
        }
    }

    /// Applies a FIN; a repeated one, which some peers send, changes nothing.
    mutating func receiveFin() {
        switch readHalf {
        case .open: readHalf = .finReceived
        case .finReceived, .ended: return
        }
    }

    /// Records that nothing is left to read. True when this is how the reading half ends.
    mutating func receiveDrained() -> Bool {
        switch readHalf {
        case .finReceived:
            readHalf = .ended
            return true
        case .open, .ended:
            return false
        }
    }

    /// Closes the writing half; false when it was closed before.
    mutating func closeWrite() -> Bool {
        switch writeHalf {
        case .open:
            writeHalf = .finOwed
            return true
        case .finOwed, .finSent:
            return false
        }
    }

    /// The flags that the next window update has to carry: SYN or ACK, once.
    mutating func takeOpeningFlags() -> YamuxFlags {
        switch opening {
        case .synOwed:
            opening = .synSent
            return .syn
        case .ackOwed:
            opening = .ackSent
            return .ack
        case .synSent, .ackSent, .acknowledged:
            return []
        }
    }

    /// Marks the FIN as sent.
    mutating func sendFin() {
        precondition(writeHalf == .finOwed, "the writer asks isFinOwed first")
        writeHalf = .finSent
    }

    /// Whether the peer has not been told of the opening, or of its acceptance.
    var isOpeningOwed: Bool {
        switch opening {
        case .synOwed, .ackOwed: true
        case .synSent, .ackSent, .acknowledged: false
        }
    }

    /// Whether the peer cannot know of the stream.
    var isSynOwed: Bool { opening == .synOwed }

    /// Whether this end opened the stream and the peer has not acknowledged it.
    var isUnacknowledged: Bool {
        switch opening {
        case .synOwed, .synSent: true
        case .ackOwed, .ackSent, .acknowledged: false
        }
    }

    /// Whether this end may write.
    var isWriteOpen: Bool { writeHalf == .open }

    /// Whether a FIN is to be sent once everything else has been.
    var isFinOwed: Bool { writeHalf == .finOwed }

    /// Whether the peer may still send.
    var isReadOpen: Bool { readHalf == .open }

    /// Whether both halves have come to their end.
    var isOver: Bool { writeHalf == .finSent && readHalf == .ended }
}
