internal import DequeModule

extension YamuxConnection {
    /// Appends the frames that are ready to the plaintext of the connection.
    ///
    /// Frames of the session come first. Then the streams take turns, one data frame each, so that no stream
    /// waits for more than one frame of every other.
    ///
    /// - Parameters:
    ///   - sink: Where the frames go; nothing but whole frames is appended.
    ///   - limit: The most bytes to append; at least 1,100, or frames might never fit.
    /// - Returns: Whether more could be sent now.
    package mutating func writeFrames(into sink: inout some ByteSink, limit: Int) -> Bool {
        var room = limit
        while room >= YamuxHeader.byteCount, let header = outbox.nextHeader() {
            header.encode(into: &sink)
            counters.sentFrameCount &+= 1
            room -= YamuxHeader.byteCount
        }
        while room >= YamuxHeader.byteCount, let id = outbox.nextTurn() {
            guard let turn = takeTurn(id, into: &sink, limit: room) else { continue }
            room -= turn.byteCount
            guard turn.byteCount > 0 || !turn.hasMore else { break }
        }
        return !outbox.isEmpty
    }

    private mutating func takeTurn(
        _ id: YamuxStreamID,
        into sink: inout some ByteSink,
        limit: Int
    ) -> YamuxStream.Turn? {
        guard let slot = table.slot(of: id) else { return nil }
        let turn = table.streams[slot].writeTurn(
            id: id,
            into: &sink,
            limit: limit,
            maximumBodyBytes: configuration.maximumFrameBodyBytes
        )
        counters.sentFrameCount &+= UInt64(turn.frameCount)
        counters.unsentByteCount -= turn.bodyCount
        if turn.hasMore {
            if turn.byteCount > 0 { outbox.appendTurn(id) } else { outbox.returnTurn(id) }
        } else {
            table.streams[slot].isScheduled = false
        }
        if table.streams[slot].takeWritable(limit: configuration.maximumSendBufferBytes) {
            events.append(.writable(id))
        }
        removeIfOver(slot)
        return turn
    }

    // MARK: - Streams coming and going

    mutating func insert(_ stream: YamuxStream, as id: YamuxStreamID) {
        windowBytes += UInt64(stream.receiveWindow.target)
        table.insert(stream, as: id)
        schedule(table.count - 1)
    }

    mutating func remove(_ id: YamuxStreamID) -> YamuxStream? {
        guard let stream = table.remove(id) else { return nil }
        windowBytes -= UInt64(stream.receiveWindow.target)
        counters.unreadByteCount -= stream.received.count
        counters.unsentByteCount -= stream.unsent.count
        return stream
    }

    mutating func removeIfOver(_ slot: Int) {
        guard table.streams[slot].state.isOver else { return }
        let id = table.ids[slot]
        _ = remove(id)
        events.append(.closed(id))
    }

    /// Puts a stream in the line of those that have something to send.
    mutating func schedule(_ slot: Int) {
        guard table.streams[slot].takeSchedule() else { return }
        outbox.appendTurn(table.ids[slot])
    }

    // MARK: - Reactions

    /// Bytes were read: the window may open, and what is behind them may be the end.
    mutating func onRead(_ count: Int, at slot: Int, now: Instant) {
        counters.unreadByteCount -= count
        let allowance = configuration.maximumWindowBytesPerConnection.subtractingReportingOverflow(
            windowBytes
        )
        let outcome = table.streams[slot].receiveRead(
            count,
            now: now,
            roundTrip: roundTripEstimate.estimate,
            maximumWindowBytes: configuration.maximumWindowBytes,
            allowance: allowance.overflow ? 0 : allowance.partialValue
        )
        windowBytes += outcome.growth
        if outcome.isOwed { schedule(slot) }
        if outcome.isReadableAgain { events.append(.readable(table.ids[slot])) }
        if table.streams[slot].receiveWindow.buffered == 0 { onDrained(slot) }
    }

    /// Nothing is left to read: if the peer closed its half, this is where it ends.
    mutating func onDrained(_ slot: Int) {
        guard table.streams[slot].state.receiveDrained() else { return }
        events.append(.remoteClosedWrite(table.ids[slot]))
        removeIfOver(slot)
    }

    /// Ends everything but the go-away frame that says why.
    mutating func fail(_ error: YamuxError) -> YamuxError {
        failure = error
        table = YamuxStreamTable(role: role, configuration)
        windowBytes = 0
        counters.unreadByteCount = 0
        counters.unsentByteCount = 0
        outbox.abandon(error.goAwayCode)
        return error
    }

    /// Gives back the buffers of streams that have nothing in them.
    mutating func releaseSpareMemory() {
        for slot in table.streams.indices {
            table.streams[slot].received.releaseSpareMemory()
            table.streams[slot].unsent.releaseSpareMemory()
        }
    }
}
