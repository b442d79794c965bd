internal import DequeModule

extension Swarm {
    // MARK: - Commands

    /// Opens a stream to a connected peer. Answered by `.streamOpened` or `.streamRefused`.
    ///
    /// - Parameters:
    ///   - peer: The peer; of several connections the preferred one is used.
    ///   - protocols: What to propose, most wanted first. When it is a single one, the stream may be written to at once: the
    ///     bytes travel with the proposal, which saves a round trip.
    ///   - now: The driver's time.
    /// - Throws: `SwarmError`; nothing was sent then.
    public func openStream(to peer: PeerID, protocols: [String], now: Instant) throws(SwarmError) -> StreamID
    {
        clock = now
        guard let connection = preferredConnection(of: peer) else { throw .notConnected }
        let stream = try connection.openStream(protocols: protocols, now: now)
        settle(connection)
        return StreamID(connection: connection.id, stream: stream)
    }

    /// Writes to a stream.
    ///
    /// - Returns: How many bytes were taken, from the first on; fewer than all when the stream's buffer is full, then
    ///   `.streamWritable` follows.
    /// - Throws: `StreamError`.
    public func write(
        _ bytes: ArraySlice<UInt8>,
        to stream: StreamID,
        now: Instant
    ) throws(StreamError) -> Int {
        clock = now
        guard let connection = application(stream) else { throw .unknown }
        let count = try connection.write(bytes, to: stream.stream)
        markDirty(connection)
        return count
    }

    /// Reads from a stream. Reading is what lets the peer send more.
    ///
    /// - Parameters:
    ///   - stream: The stream.
    ///   - maximum: The most bytes to return.
    ///   - now: The driver's time.
    /// - Returns: The bytes; none when none are there now.
    /// - Throws: `StreamError`.
    public func read(_ stream: StreamID, maximum: Int, now: Instant) throws(StreamError) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = try read(stream, maximum: maximum, into: &bytes, now: now)
        return bytes
    }

    /// Reads from a stream into a buffer of the caller's; an empty one is exchanged for the stream's own where possible, so that
    /// nothing is copied.
    ///
    /// - Returns: How many bytes were appended to `destination`.
    /// - Throws: `StreamError`.
    public func read(
        _ stream: StreamID,
        maximum: Int,
        into destination: inout [UInt8],
        now: Instant
    ) throws(StreamError) -> Int {
        clock = now
        guard let connection = application(stream) else { throw .unknown }
        let count = try connection.read(stream.stream, maximum: maximum, into: &destination, now: now)
        settle(connection)
        return count
    }

    /// Closes our direction of a stream, after everything that was written. The peer may go on sending.
    public func closeWrite(_ stream: StreamID, now: Instant) {
        clock = now
        guard let connection = application(stream) else { return }
        connection.closeWrite(stream.stream)
        settle(connection)
    }

    /// Ends a stream at once in both directions; what was not sent is dropped. No event follows.
    public func reset(_ stream: StreamID, now: Instant) {
        clock = now
        guard let connection = application(stream) else { return }
        connection.reset(stream.stream)
        settle(connection)
    }

    // MARK: - After every change of a connection

    /// Passes on what a connection has to tell, and sees to it that its output is looked at.
    func settle(_ connection: Connection) {
        while let event = connection.pollEvent() {
            receive(event, of: connection)
            guard established[connection.id] != nil else { return }
        }
        accountMemory(of: connection)
        markDirty(connection)
    }

    func receive(_ event: ConnectionEvent, of connection: Connection) {
        switch event {
        case .streamOpened(let id, let name, let direction):
            receiveOpened(id, name, direction, on: connection)
        case .roundTrip(let interval):
            receiveRoundTrip(interval, on: connection)
        case .goAway:
            if connection.streams.isEmpty { close(connection, reason: .closedByPeer) }
        case .streamRefused(let id), .streamClosed(let id), .streamReset(let id):
            if connection.services.removeValue(forKey: id) == nil {
                connection.notes.lastUsed = clock
                tell(event, id, of: connection)
            }
            if connection.muxer.isGoingAway, connection.streams.isEmpty {
                close(connection, reason: .closedByPeer)
            }
        case .streamReadable(let id), .streamWritable(let id), .streamEnded(let id):
            if connection.services[id] != nil {
                pump(id, isEnded: event == .streamEnded(id), on: connection)
            } else {
                tell(event, id, of: connection)
            }
        }
    }

    private func receiveOpened(
        _ id: YamuxStreamID,
        _ name: String,
        _ direction: Direction,
        on connection: Connection
    ) {
        if let service = ServiceProtocol(name: name) {
            if direction == .inbound { startServing(service, id, on: connection) }
            pump(id, isEnded: false, on: connection)
            return
        }
        let limit = configuration.limits.inboundStreamsPerProtocol
        if direction == .inbound, connection.inboundStreamCount(of: name) > limit {
            connection.reset(id)
            return
        }
        connection.notes.lastUsed = clock
        let stream = StreamID(connection: connection.id, stream: id)
        events.append(.streamOpened(stream, connection.peer, protocol: name, direction))
    }

    private func tell(_ event: ConnectionEvent, _ id: YamuxStreamID, of connection: Connection) {
        let stream = StreamID(connection: connection.id, stream: id)
        switch event {
        case .streamRefused: events.append(.streamRefused(stream, connection.peer))
        case .streamReadable: events.append(.streamReadable(stream))
        case .streamWritable: events.append(.streamWritable(stream))
        case .streamEnded: events.append(.streamEnded(stream))
        case .streamClosed: events.append(.streamClosed(stream))
        case .streamReset: events.append(.streamReset(stream))
        case .streamOpened, .roundTrip, .goAway: return
        }
    }

    /// The connection of a stream that belongs to the program.
    private func application(_ stream: StreamID) -> Connection? {
        guard let connection = established[stream.connection], connection.services[stream.stream] == nil
        else {
            return nil
        }
        return connection
    }
}
