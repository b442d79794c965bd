/// One stream: its state, its two windows and its two buffers.
struct YamuxStream {
    /// What a turn of writing did.
    struct Turn {
        /// Bytes appended to the sink, headers included.
        var byteCount = 0
        /// Body bytes among them.
        var bodyCount = 0
        /// Frames appended.
        var frameCount = 0
        /// Whether there is something left that could be sent now.
        var hasMore = false
    }

    /// What reading changed.
    struct ReadOutcome {
        /// Whether credit is owed to the peer.
        var isOwed = false
        /// By how many bytes the window grew.
        var growth: UInt64 = 0
        /// Whether bytes are left to read.
        var isReadableAgain = false
    }

    /// A body shorter than this is not sent merely because the sink is nearly full.
    private static let smallestSplitBody = 1_024

    var state: YamuxStreamState
    var receiveWindow: YamuxReceiveWindow
    var sendWindow = YamuxSendWindow()
    /// Received and not read.
    var received = ByteQueue()
    /// Written and not sent.
    var unsent = ByteQueue()
    /// Credit that the peer has been granted but not told of, in bytes.
    var owedCredit: UInt32 = 0
    /// Whether the stream waits for its turn to write.
    var isScheduled = false
    /// Whether a `readable` event is out that no read has followed yet.
    var isReadableAnnounced = false
    /// Whether a write was cut short, so that a `writable` event is owed.
    var isWriteCutShort = false

    init(state: YamuxStreamState, now: Instant) {
        self.state = state
        receiveWindow = YamuxReceiveWindow(now: now)
    }

    /// Whether a turn would append anything.
    var wantsTurn: Bool {
        state.isOpeningOwed || owedCredit > 0 || (!unsent.isEmpty && sendWindow.credit > 0)
            || (state.isFinOwed && unsent.isEmpty)
    }

    /// Takes bytes to be sent, up to `limit` in all; returns how many were taken.
    mutating func append(_ bytes: ArraySlice<UInt8>, limit: Int) -> Int {
        let accepted = min(bytes.count, max(0, limit - unsent.count))
        unsent.append(bytes.prefix(accepted))
        if accepted < bytes.count { isWriteCutShort = true }
        return accepted
    }

    /// Takes a piece of a body in; returns whether the reader already knows that there is something to read.
    mutating func receive(_ piece: ArraySlice<UInt8>) -> Bool {
        received.append(piece)
        defer { isReadableAnnounced = true }
        return isReadableAnnounced
    }

    /// Records that bytes were read from ``received``.
    mutating func receiveRead(
        _ count: Int,
        now: Instant,
        roundTrip: Interval?,
        maximumWindowBytes: UInt32,
        allowance: UInt64
    ) -> ReadOutcome {
        var outcome = ReadOutcome()
        receiveWindow.consume(count)
        outcome.isReadableAgain = !received.isEmpty
        isReadableAnnounced = outcome.isReadableAgain
        // A peer that has closed its half needs no credit.
        guard state.isReadOpen else { return outcome }
        let before = receiveWindow.target
        let room = maximumWindowBytes > before ? maximumWindowBytes - before : 0
        let growth = UInt32(min(UInt64(room), allowance))
        if let delta = receiveWindow.takeUpdate(now: now, roundTrip: roundTrip, growth: growth) {
            owedCredit += delta
            outcome.isOwed = true
        }
        outcome.growth = UInt64(receiveWindow.target - before)
        return outcome
    }

    /// Whether a `writable` event is due; it is, once, after a cut write when half of `limit` is free.
    mutating func takeWritable(limit: Int) -> Bool {
        guard isWriteCutShort, state.isWriteOpen, unsent.count <= limit / 2 else { return false }
        isWriteCutShort = false
        return true
    }

    /// Whether the stream has to be put in the line of those with something to send; it is taken to be in it
    /// from then on.
    mutating func takeSchedule() -> Bool {
        guard !isScheduled, wantsTurn else { return false }
        isScheduled = true
        return true
    }

    /// Appends what is due, at most one data frame: opening or credit, then data, then FIN.
    ///
    /// Each on a frame of its own. py-libp2p up to 0.2 loses a body that comes with SYN or ACK and overlooks
    /// FIN on window updates, and go-yamux may report the end of the stream before the body that came with
    /// the FIN.
    mutating func writeTurn(
        id: YamuxStreamID,
        into sink: inout some ByteSink,
        limit: Int,
        maximumBodyBytes: Int
    ) -> Turn {
        var turn = Turn()
        if state.isOpeningOwed || owedCredit > 0 {
            guard limit >= YamuxHeader.byteCount else { return ended(turn) }
            let flags = state.takeOpeningFlags()
            write(.windowUpdate, flags, id: id, length: owedCredit, into: &sink, &turn)
            owedCredit = 0
        }
        writeData(id: id, into: &sink, limit: limit, maximumBodyBytes: maximumBodyBytes, &turn)
        if state.isFinOwed, unsent.isEmpty, limit - turn.byteCount >= YamuxHeader.byteCount {
            state.sendFin()
            write(.data, .fin, id: id, length: 0, into: &sink, &turn)
        }
        return ended(turn)
    }

    private mutating func writeData(
        id: YamuxStreamID,
        into sink: inout some ByteSink,
        limit: Int,
        maximumBodyBytes: Int,
        _ turn: inout Turn
    ) {
        let room = limit - turn.byteCount - YamuxHeader.byteCount
        let wanted = sendWindow.allowance(of: min(unsent.count, maximumBodyBytes))
        guard wanted > 0, room >= min(wanted, Self.smallestSplitBody) else { return }
        let count = min(wanted, room)
        write(.data, [], id: id, length: UInt32(count), into: &sink, &turn)
        sink.append(unsent.prefix(count))
        _ = unsent.removeFirst(count)
        sendWindow.consume(count)
        turn.byteCount += count
        turn.bodyCount = count
    }

    private func write(
        _ type: YamuxFrameType,
        _ flags: YamuxFlags,
        id: YamuxStreamID,
        length: UInt32,
        into sink: inout some ByteSink,
        _ turn: inout Turn
    ) {
        let header = YamuxHeader(type: type, flags: flags, streamID: id.rawValue, length: length)
        header.encode(into: &sink)
        turn.byteCount += YamuxHeader.byteCount
        turn.frameCount += 1
    }

    private func ended(_ turn: Turn) -> Turn {
        var turn = turn
        turn.hasMore = wantsTurn
        return turn
    }
}
