internal import DequeModule

extension Connection {
    // MARK: - Commands

    /// Opens a stream and proposes its protocols.
    func openStream(protocols: [String], now: Instant) throws(SwarmError) -> YamuxStreamID {
        guard !protocols.isEmpty, protocols.allSatisfy(Self.isProposable) else { throw .invalidProtocol }
        let id: YamuxStreamID
        do throws(YamuxOpenError) {
            id = try muxer.openStream(now: now)
        } catch {
            switch error {
            case .goingAway, .identifiersExhausted: throw .closing
            case .tooManyStreams, .tooManyUnacknowledgedStreams: throw .limitReached(.streamsPerConnection)
            }
        }
        insert(id, StreamNegotiation(proposing: protocols), .outbound, now: now)
        return id
    }

    /// Writes to a stream whose protocol is agreed on or assumed; returns how many bytes were taken.
    func write(_ bytes: ArraySlice<UInt8>, to id: YamuxStreamID) throws(StreamError) -> Int {
        guard let record = streams[id] else { throw .unknown }
        guard record.isWritable else { throw .negotiating }
        do throws(YamuxStreamError) {
            return try muxer.write(bytes, to: id)
        } catch {
            switch error {
            case .unknownStream: throw .unknown
            case .writeClosed: throw .writeClosed
            }
        }
    }

    /// Reads from a stream; returns how many bytes were appended.
    func read(
        _ id: YamuxStreamID,
        maximum: Int,
        into destination: inout [UInt8],
        now: Instant
    ) throws(StreamError) -> Int {
        guard let record = streams[id] else { throw .unknown }
        guard record.isOpen else { return 0 }
        do throws(YamuxStreamError) {
            let count = try muxer.read(id, maximum: maximum, into: &destination, now: now)
            drainMuxer(now: now)
            return count
        } catch {
            throw .unknown
        }
    }

    /// Closes our half of a stream.
    func closeWrite(_ id: YamuxStreamID) {
        do throws(YamuxStreamError) {
            try muxer.closeWrite(id)
        } catch {
            // It is gone already, which is more than was asked for.
            return
        }
    }

    /// Ends a stream at once. No event follows.
    func reset(_ id: YamuxStreamID) {
        // One that is gone already has an event on its way, which takes care of the rest.
        guard streams.removeValue(forKey: id) != nil else { return }
        services[id] = nil
        do throws(YamuxStreamError) {
            try muxer.reset(id)
        } catch {
            // It is gone already, and its event finds nobody.
            return
        }
    }

    // MARK: - What the muxer tells

    /// Turns the muxer's events into ours, negotiating the protocols of new streams on the way.
    func drainMuxer(now: Instant) {
        while let event = muxer.pollEvent() {
            switch event {
            case .inboundStream(let id):
                insert(id, StreamNegotiation(accepting: acceptedProtocols), .inbound, now: now)
            case .readable(let id): receiveReadable(id, now: now)
            case .writable(let id): if streams[id] != nil { append(.streamWritable(id)) }
            case .remoteClosedWrite(let id): receiveEnd(id)
            case .reset(let id): receiveGone(id, .streamReset(id))
            case .closed(let id): receiveGone(id, .streamClosed(id))
            case .roundTrip(let interval): append(.roundTrip(interval))
            case .goAway: append(.goAway)
            }
        }
        trimNegotiating()
    }

    /// Resets a stream whose protocol was not agreed on.
    func abandonNegotiation(_ id: YamuxStreamID) {
        guard let record = streams[id], !record.isOpen else { return }
        let isOfProgram = record.direction == .outbound && services[id] == nil
        reset(id)
        if isOfProgram { append(.streamRefused(id)) }
    }

    // MARK: - Private

    private func insert(
        _ id: YamuxStreamID,
        _ negotiation: StreamNegotiation,
        _ direction: Direction,
        now: Instant
    ) {
        var negotiation = negotiation
        let opening = negotiation.takeOutbound()
        let deadline = now + configuration.negotiationTimeout
        streams[id] = StreamRecord(
            phase: .negotiating(negotiation, deadline: deadline),
            direction: direction
        )
        appendNegotiating(id)
        if !opening.isEmpty { sendNegotiation(opening, on: id) }
    }

    /// One read for each event: the muxer tells again when a read leaves something behind.
    private func receiveReadable(_ id: YamuxStreamID, now: Instant) {
        guard let record = streams[id] else { return }
        switch record.phase {
        case .open:
            append(.streamReadable(id))
        case .negotiating(var negotiation, let deadline):
            var bytes: [UInt8] = []
            do throws(YamuxStreamError) {
                _ = try muxer.read(id, maximum: negotiation.allowance, into: &bytes, now: now)
            } catch {
                return
            }
            let progress: MultistreamProgress
            do throws(MultistreamError) {
                progress = try negotiation.receive(bytes[...])
            } catch {
                abandonNegotiation(id)
                return
            }
            let answer = negotiation.takeOutbound()
            streams[id]?.phase = .negotiating(negotiation, deadline: deadline)
            if !answer.isEmpty { sendNegotiation(answer, on: id) }
            receive(progress, of: id, record.direction)
        }
    }

    private func receive(_ progress: MultistreamProgress, of id: YamuxStreamID, _ direction: Direction) {
        switch progress {
        case .negotiating: return
        case .refused: abandonNegotiation(id)
        case .selected(let name, _):
            // Nothing is left over, since no byte beyond the message was read.
            guard streams[id] != nil else { return }
            streams[id]?.phase = .open(protocol: name)
            append(.streamOpened(id, protocol: name, direction))
        }
    }

    private func receiveEnd(_ id: YamuxStreamID) {
        guard let record = streams[id] else { return }
        if record.isOpen { append(.streamEnded(id)) } else { abandonNegotiation(id) }
    }

    private func receiveGone(_ id: YamuxStreamID, _ event: ConnectionEvent) {
        guard let record = streams.removeValue(forKey: id) else { return }
        if record.isOpen {
            append(event)
        } else if record.direction == .outbound {
            // Where bytes of ours came with the proposal, a peer that does not know it may find no other words than a reset.
            append(.streamRefused(id))
        }
    }

    /// The muxer's send buffer has room for it: nothing else is sent before the agreement, but by an optimistic dialer, which
    /// has nothing more to say itself.
    private func sendNegotiation(_ bytes: [UInt8], on id: YamuxStreamID) {
        do throws(YamuxStreamError) {
            if try muxer.write(bytes[...], to: id) < bytes.count { abandonNegotiation(id) }
        } catch {
            return
        }
    }

    /// Whether multistream-select can carry the name: it starts with a slash, has no line break, and is not absurdly long.
    private static func isProposable(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "/") && name.utf8.count <= 1_024
            && !name.utf8.contains(UInt8(ascii: "\n"))
    }
}
