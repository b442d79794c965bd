internal import DequeModule

/// Streams of bytes and of messages.
extension Host {
    /// The most that is read of one stream before it is the next one's turn, in bytes.
    private static let readBytes = 65_536

    /// Opens a stream to a connected peer. Answered by `opened` or `closed`.
    ///
    /// One may send at once; where a single protocol is proposed, the bytes travel with the proposal, which saves a round trip.
    ///
    /// - Parameters:
    ///   - peer: The peer.
    ///   - protocols: What to propose, most wanted first. Whether the stream has messages is told by the first, as it stands in
    ///     `HostConfiguration.protocols`; one that does not stand there has bytes.
    /// - Throws: `SwarmError`; nothing was sent then.
    @discardableResult
    public func openStream(to peer: PeerID, protocols: [String]) throws(SwarmError) -> StreamID {
        let stream = try swarm.openStream(to: peer, protocols: protocols, now: now)
        streams[stream] = HostStream(
            peer: peer,
            name: protocols.first ?? "",
            framing: configuration.framing(of: protocols.first),
            direction: .outbound
        )
        return stream
    }

    /// Sends bytes, or one message where the protocol has messages. A stream that is gone ignores it: its end is told by `closed`.
    ///
    /// Nothing is refused for want of room: what the stream does not take waits, up to `HostConfiguration.maximumBacklogBytes`; beyond
    /// them the stream is reset. Who sends much waits for `drained` while `backlog` is not 0.
    public func send(_ bytes: [UInt8], on stream: StreamID) {
        guard let state = streams[stream], !state.isFinishing else { return }
        switch state.role {
        case .bytes: enqueue(bytes, on: stream)
        case .messages:
            var frame: [UInt8] = []
            frame.reserveCapacity(bytes.count + Varint.maximumEncodedBytes)
            Varint.append(UInt64(bytes.count), to: &frame)
            frame.append(contentsOf: bytes)
            enqueue(frame, on: stream)
        case .asking, .listening, .answering: return
        }
    }

    /// How many bytes wait to be passed on, of those that were given to `send`.
    public func backlog(of stream: StreamID) -> Int {
        streams[stream]?.backlog.count ?? 0
    }

    /// Closes our direction, after everything that was given to `send`. The peer may go on sending.
    public func finish(_ stream: StreamID) {
        guard streams[stream] != nil else { return }
        streams[stream]?.isFinishing = true
        flush(stream)
    }

    /// Ends the stream at once; what was not sent is dropped. No event follows.
    public func reset(_ stream: StreamID) {
        guard streams.removeValue(forKey: stream) != nil else { return }
        swarm.reset(stream, now: now)
    }

    /// Leaves unread what the peer sends on this stream, so that it has to wait, until `resume`. What was read before still comes.
    public func pause(_ stream: StreamID) {
        streams[stream]?.isPaused = true
    }

    /// Takes back `pause`.
    public func resume(_ stream: StreamID) {
        streams[stream]?.isPaused = false
        releaseRead(stream)
    }

    // MARK: - Sending

    func enqueue(_ bytes: [UInt8], on stream: StreamID) {
        guard let waiting = streams[stream]?.backlog.count else { return }
        guard bytes.count <= configuration.maximumBacklogBytes - waiting else {
            end(stream, .overrun)
            return
        }
        streams[stream]?.backlog.append(bytes[...])
        // What waits already is told when there is room for it.
        if waiting == 0 { write(stream) }
    }

    /// Passes on what waits, as far as the stream takes it, and what depends on it.
    func flush(_ stream: StreamID) {
        let hadWaiting = backlog(of: stream) > 0
        if hadWaiting { write(stream) }
        guard let state = streams[stream] else { return }
        if state.backlog.isEmpty {
            if state.isFinishing { swarm.closeWrite(stream, now: now) }
            if hadWaiting { events.append(.drained(stream)) }
        }
        if !state.holdsReading(beyond: configuration.readPauseBytes) { releaseRead(stream) }
    }

    private func releaseRead(_ stream: StreamID) {
        guard streams[stream]?.isReadHeld == true else { return }
        streams[stream]?.isReadHeld = false
        readLater(stream)
    }

    func readLater(_ stream: StreamID) {
        guard streams[stream]?.isReadQueued == false else { return }
        streams[stream]?.isReadQueued = true
        readable.append(stream)
    }

    private func write(_ stream: StreamID) {
        guard let bytes = streams[stream]?.backlog.prefix(.max) else { return }
        do throws(StreamError) {
            let count = try swarm.write(bytes, to: stream, now: now)
            _ = streams[stream]?.backlog.removeFirst(count)
        } catch {
            // Not agreed on yet: it is written as soon as it is. Anything else is the stream's end, of which an event tells.
            return
        }
    }

    // MARK: - Receiving

    func receiveOpened(_ stream: StreamID, _ peer: PeerID, _ name: String, _ direction: Direction) {
        switch direction {
        case .inbound:
            let framing = configuration.framing(of: name)
            streams[stream] = HostStream(peer: peer, name: name, framing: framing, direction: .inbound)
            if case .request = framing {
                limitTime(of: stream)
                return
            }
        case .outbound:
            guard let role = streams[stream]?.role else { return }
            flush(stream)
            if case .asking = role { return }
        }
        events.append(.opened(stream, peer, protocol: name, direction))
    }

    func read(_ stream: StreamID) {
        guard let state = streams[stream] else { return }
        streams[stream]?.isReadQueued = false
        guard !state.holdsReading(beyond: configuration.readPauseBytes) else {
            streams[stream]?.isReadHeld = true
            return
        }
        let bytes: [UInt8]
        do throws(StreamError) {
            bytes = try swarm.read(stream, maximum: Self.readBytes, now: now)
        } catch {
            return
        }
        if bytes.count == Self.readBytes { readLater(stream) }
        if !bytes.isEmpty { receive(bytes, on: stream) }
    }

    private func receive(_ bytes: [UInt8], on stream: StreamID) {
        guard var state = streams.removeValue(forKey: stream) else { return }
        var failure: StreamEnd?
        switch state.role {
        case .bytes: events.append(.received(stream, bytes))
        case .answering: break
        case .messages(var frames):
            // Given up meanwhile, so that the bytes that wait in it are not copied.
            state.role = .bytes
            failure = receive(bytes, in: &frames, on: stream)
            state.role = .messages(frames)
        case .asking(var answer):
            state.role = .answering
            answer.append(contentsOf: bytes)
            if answer.count > configuration.maximumResponseBytes { failure = .badMessage }
            state.role = .asking(answer)
        case .listening(var request, let maximumBytes):
            state.role = .answering
            request.append(contentsOf: bytes)
            if request.count > maximumBytes { failure = .badMessage }
            state.role = .listening(request, maximumBytes: maximumBytes)
        }
        streams[stream] = state
        if let failure { end(stream, failure) }
    }

    private func receive(
        _ bytes: [UInt8],
        in frames: inout FrameBuffer,
        on stream: StreamID
    ) -> StreamEnd? {
        frames.append(bytes[...])
        do throws(FrameError) {
            while let message = try frames.next() { events.append(.received(stream, Array(message))) }
            return nil
        } catch {
            return .badMessage
        }
    }

    /// Everything was read.
    func receiveEnd(_ stream: StreamID) {
        guard let state = streams[stream] else { return }
        switch state.role {
        case .bytes: events.append(.ended(stream))
        case .messages(let frames):
            if frames.byteCount == 0 {
                events.append(.ended(stream))
            } else {
                // It ends in the middle of a message.
                end(stream, .badMessage)
            }
        case .asking(let answer):
            streams[stream] = nil
            events.append(.response(stream, body: answer))
        case .listening(let request, _):
            streams[stream]?.role = .answering
            events.append(.request(stream, from: state.peer, protocol: state.name, body: request))
        case .answering: return
        }
    }

    // MARK: - The end

    /// Resets a stream and tells the program.
    func end(_ stream: StreamID, _ reason: StreamEnd) {
        swarm.reset(stream, now: now)
        receiveGone(stream, reason)
    }

    func receiveGone(_ stream: StreamID, _ reason: StreamEnd) {
        guard let state = streams.removeValue(forKey: stream) else { return }
        switch state.role {
        case .bytes, .messages: events.append(.closed(stream, reason))
        case .asking: events.append(.requestFailed(stream, RequestError(reason)))
        case .listening, .answering: return
        }
    }
}

extension RequestError {
    fileprivate init(_ end: StreamEnd) {
        switch end {
        case .refused: self = .unsupported
        case .finished, .reset: self = .reset
        case .badMessage, .overrun: self = .tooLarge
        }
    }
}
