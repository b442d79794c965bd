internal import DequeModule

extension YamuxConnection {
    /// Processes what the peer sent, in pieces of any size.
    ///
    /// - Throws: ``YamuxError``: the connection is over. Nothing of a frame that is at fault is kept.
    package mutating func receive(_ plaintext: ArraySlice<UInt8>, now: Instant) throws(YamuxError) {
        if let failure { throw failure }
        keepAlive.receiveActivity(now: now)
        var rest = plaintext
        do throws(YamuxError) {
            while let item = try reader.next(&rest) {
                switch item {
                case .header(let header): try receive(header, now: now)
                case .body(let id, let piece): receiveBody(piece, of: id)
                }
            }
        } catch {
            throw fail(error)
        }
    }

    private mutating func receive(_ header: YamuxHeader, now: Instant) throws(YamuxError) {
        counters.receivedFrameCount &+= 1
        try checkPurpose(of: header)
        switch header.type {
        case .data, .windowUpdate:
            try receiveStreamFrame(header, now: now)
        case .ping:
            try receivePing(header, now: now)
        case .goAway:
            try receiveGoAway(YamuxGoAwayCode(rawValue: header.length))
        }
    }

    /// The peer must not keep this end busy with frames that say nothing.
    private mutating func checkPurpose(of header: YamuxHeader) throws(YamuxError) {
        guard header.isEmpty else {
            emptyFrameCount = 0
            return
        }
        emptyFrameCount += 1
        guard emptyFrameCount <= configuration.maximumEmptyFrames else { throw .tooManyEmptyFrames }
    }

    // MARK: - Session frames

    private mutating func receivePing(_ header: YamuxHeader, now: Instant) throws(YamuxError) {
        if header.flags.contains(.syn) {
            try checkPendingReplies()
            outbox.appendPingReply(header.length)
        } else if let sample = keepAlive.receiveReply(header.length, now: now) {
            roundTripEstimate.record(sample)
            events.append(.roundTrip(sample))
        }
    }

    private mutating func receiveGoAway(_ code: YamuxGoAwayCode) throws(YamuxError) {
        guard code == .normal else { throw .terminatedByPeer(code) }
        guard !isRemoteGoingAway else { return }
        isRemoteGoingAway = true
        events.append(.goAway(code))
    }

    // MARK: - Stream frames

    private mutating func receiveStreamFrame(_ header: YamuxHeader, now: Instant) throws(YamuxError) {
        let id = YamuxStreamID(rawValue: header.streamID)
        if header.flags.contains(.syn) {
            try receiveOpening(of: id, header, now: now)
        }
        guard let slot = table.slot(of: id) else {
            return try receiveFrameOfMissingStream(header, id: id)
        }
        if header.flags.contains(.rst) {
            _ = remove(id)
            events.append(.reset(id))
            return
        }
        do throws(YamuxStreamState.Violation) {
            if header.flags.contains(.ack) { try table.receiveAcknowledgement(at: slot) }
            switch header.type {
            case .data:
                if header.length > 0 { try table.streams[slot].state.receiveData() }
            case .windowUpdate:
                table.streams[slot].sendWindow.receive(header.length)
                schedule(slot)
            case .ping, .goAway:
                preconditionFailure("session frames do not come here")
            }
        } catch {
            // The peer mistreats one stream; the others need not suffer for it.
            return resetForViolation(id)
        }
        if header.type == .data, !table.streams[slot].receiveWindow.receive(header.length) {
            throw .windowExceeded(id)
        }
        if header.flags.contains(.fin) { receiveFin(at: slot) }
    }

    /// A stream that the peer opens. Beyond the limits it is reset, and nothing is kept of it. How many of
    /// one protocol are let in is decided later, in `EstablishedConnection`.
    private mutating func receiveOpening(
        of id: YamuxStreamID,
        _ header: YamuxHeader,
        now: Instant
    ) throws(YamuxError) {
        guard !role.opens(id) else { throw .invalidStreamID(id.rawValue) }
        guard table.slot(of: id) == nil else { throw .streamInUse(id) }
        try checkPendingReplies()
        // Identifiers need not come in order: go-yamux numbers streams before it queues them.
        greatestInboundID = max(greatestInboundID, id.rawValue)
        guard !header.flags.contains(.rst) else { return }
        guard table.hasRoomForInbound, !outbox.isGoingAway else {
            counters.refusedStreamCount &+= 1
            outbox.appendReset(id)
            return
        }
        insert(YamuxStream(state: .inbound(), now: now), as: id)
        events.append(.inboundStream(id))
    }

    /// A frame of a stream that is gone, or was never there. After a reset, what was under way still comes.
    private mutating func receiveFrameOfMissingStream(
        _ header: YamuxHeader,
        id: YamuxStreamID
    ) throws(YamuxError) {
        let wasOpened =
            role.opens(id)
            ? nextStreamID == 0 || id.rawValue < nextStreamID
            : id.rawValue <= greatestInboundID
        guard wasOpened else { throw .streamNotOpened(id) }
        guard header.type == .data, header.length > 0 else { return }
        // No window was ever larger than this.
        guard header.length <= configuration.maximumWindowBytes else { throw .windowExceeded(id) }
        guard !header.flags.contains(.rst) else { return }
        try checkPendingReplies()
        outbox.appendReset(id)
    }

    private mutating func receiveFin(at slot: Int) {
        table.streams[slot].state.receiveFin()
        // A body that the same frame announces is already counted as buffered.
        if table.streams[slot].receiveWindow.buffered == 0 { onDrained(slot) }
    }

    private mutating func receiveBody(_ piece: ArraySlice<UInt8>, of id: YamuxStreamID) {
        // The stream may have gone since the header: then the body is passed over.
        guard let slot = table.slot(of: id) else { return }
        counters.unreadByteCount += piece.count
        if !table.streams[slot].receive(piece) { events.append(.readable(id)) }
    }

    private mutating func resetForViolation(_ id: YamuxStreamID) {
        _ = remove(id)
        outbox.appendReset(id)
        events.append(.reset(id))
    }

    /// The peer must not make this end pile up answers that it does not read.
    private func checkPendingReplies() throws(YamuxError) {
        let limit = configuration.maximumPendingReplies + table.count
        guard outbox.pendingCount < limit else { throw .tooManyPendingReplies }
    }
}
