internal import DequeModule

/// One request, one response, on a stream of their own.
extension Host {
    /// Asks a connected peer. Answered by `response` or `requestFailed`, which carry the stream that is returned.
    ///
    /// The request is everything that is sent until our direction closes, the response everything until the peer's does: most request
    /// protocols of libp2p can be spoken so, whatever their encoding.
    ///
    /// - Throws: `SwarmError`; nothing was sent then.
    @discardableResult
    public func request(
        _ body: [UInt8],
        of peer: PeerID,
        protocol name: String
    ) throws(SwarmError) -> StreamID {
        let stream = try swarm.openStream(to: peer, protocols: [name], now: now)
        streams[stream] = HostStream(asking: peer, name: name)
        limitTime(of: stream)
        enqueue(body, on: stream)
        finish(stream)
        return stream
    }

    /// Answers a request; one whose peer is gone or has waited too long is ignored.
    public func respond(to stream: StreamID, with body: [UInt8]) {
        guard case .answering? = streams[stream]?.role, streams[stream]?.isFinishing == false else { return }
        enqueue(body, on: stream)
        finish(stream)
    }

    /// Gives up requests whose time has passed.
    func expireRequests() {
        while let first = requestDeadlines.first, first.instant <= now {
            requestDeadlines.removeFirst()
            guard let state = streams.removeValue(forKey: first.stream) else { continue }
            swarm.reset(first.stream, now: now)
            if case .asking = state.role { events.append(.requestFailed(first.stream, .timedOut)) }
        }
    }

    func limitTime(of stream: StreamID) {
        requestDeadlines.append((now + configuration.requestTimeout, stream))
    }
}
