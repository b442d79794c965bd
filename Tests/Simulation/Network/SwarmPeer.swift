public import Net

/// A swarm with a small program: it records every event, echoes what comes on streams of `/echo/1.0.0`, and
/// collects what comes on streams that it opened.
public final class SwarmPeer: SimulatedPeer {
    /// The protocol that is echoed.
    public static let echo = "/echo/1.0.0"
    /// A protocol that is accepted and never read from.
    public static let deaf = "/deaf/1.0.0"

    /// The swarm, for commands and queries.
    public var swarm: Swarm
    /// Every event so far.
    public private(set) var log: [SwarmEvent] = []
    /// What has come on each stream that we opened.
    public private(set) var received: [StreamID: [UInt8]] = [:]
    /// Bytes to be echoed that the stream had no room for.
    private var owed: [StreamID: [UInt8]] = [:]
    private var isEnded: Set<StreamID> = []
    private var deafStreams: Set<StreamID> = []

    /// A peer whose identity and randomness follow from `number`.
    public init(
        number: UInt64,
        now: Instant = .origin,
        configure: (inout SwarmConfiguration) -> Void = { _ in }
    ) {
        var configuration = SwarmConfiguration(agentVersion: "simulated/1.0")
        configuration.inboundProtocols = [Self.echo, Self.deaf]
        configuration.servesPerf = true
        configure(&configuration)
        var random = SeededRandom(seed: number)
        swarm = Swarm(
            identity: KeyPair(seed: random.bytes(32)),
            configuration: configuration,
            seed: random.bytes(32),
            now: now
        )
    }

    /// The peer id that the peer of this number has.
    public static func peerID(number: UInt64) -> PeerID {
        var random = SeededRandom(seed: number)
        return KeyPair(seed: random.bytes(32)).peerID
    }

    // MARK: - The program

    /// Reacts to everything that has happened; `false` if nothing had.
    public func runProgram(now: Instant) -> Bool {
        var isBusy = false
        while let event = swarm.pollEvent() {
            isBusy = true
            log.append(event)
            react(to: event, now: now)
        }
        return isBusy
    }

    /// Forgets the events so far.
    public func clearLog() {
        log.removeAll()
    }

    /// Opens a stream, writes to it and closes our half; returns `nil` when it cannot be opened.
    public func ask(
        _ peer: PeerID,
        _ bytes: [UInt8],
        protocols: [String] = [SwarmPeer.echo],
        now: Instant
    ) -> StreamID? {
        do throws(SwarmError) {
            let stream = try swarm.openStream(to: peer, protocols: protocols, now: now)
            received[stream] = []
            owed[stream] = bytes
            isEnded.insert(stream)
            if protocols.count == 1 { serve(stream, now: now) }
            return stream
        } catch {
            return nil
        }
    }

    private func react(to event: SwarmEvent, now: Instant) {
        switch event {
        case .stream(let stream, .opened(_, protocol: let name, .inbound)):
            if name == Self.deaf { deafStreams.insert(stream) }
        case .stream(let stream, .ended):
            isEnded.insert(stream)
            serve(stream, now: now)
        case .stream(let stream, .opened(_, protocol: _, .outbound)), .stream(let stream, .writable),
            .stream(let stream, .readable):
            serve(stream, now: now)
        case .stream(let stream, .closed), .stream(let stream, .reset), .stream(let stream, .refused):
            owed[stream] = nil
            isEnded.remove(stream)
            deafStreams.remove(stream)
        default:
            return
        }
    }

    private func serve(_ stream: StreamID, now: Instant) {
        guard !deafStreams.contains(stream) else { return }
        do throws(StreamError) {
            if received[stream] != nil {
                received[stream]?.append(contentsOf: try swarm.read(stream, maximum: .max, now: now))
                try send(stream, now: now)
            } else {
                // An echo must not be made to collect: it reads on only when it owes nothing.
                repeat {
                    try send(stream, now: now)
                    guard owed[stream]?.isEmpty != false else { return }
                    owed[stream] = try swarm.read(stream, maximum: 65_536, now: now)
                } while owed[stream]?.isEmpty == false
            }
            if isEnded.contains(stream), owed[stream]?.isEmpty != false { swarm.closeWrite(stream, now: now) }
        } catch {
            owed[stream] = nil
        }
    }

    private func send(_ stream: StreamID, now: Instant) throws(StreamError) {
        guard let waiting = owed[stream], !waiting.isEmpty else { return }
        let count = try swarm.write(waiting[...], to: stream, now: now)
        owed[stream]?.removeFirst(count)
    }
}

// MARK: - What the tests ask of the log

extension SwarmPeer {
    /// How often each peer was reported connected and not disconnected since.
    public var connectedPeers: [PeerID] {
        log.reduce(into: []) { peers, event in
            switch event {
            case .connected(let peer, _, address: _, _): peers.append(peer)
            case .disconnected(let peer, _): peers.removeAll { $0 == peer }
            default: return
            }
        }
    }

    /// Every dial error so far.
    public var dialErrors: [DialError] {
        log.reduce(into: []) { errors, event in
            if case .dialFailed(_, let error) = event { errors.append(error) }
        }
    }

    /// Every reason for which a peer was lost.
    public var disconnectReasons: [DisconnectReason] {
        log.reduce(into: []) { reasons, event in
            if case .disconnected(_, let reason) = event { reasons.append(reason) }
        }
    }

    /// Whether the stream ended cleanly.
    public func isClosed(_ stream: StreamID) -> Bool {
        log.contains { event in
            if case .stream(stream, .closed) = event { true } else { false }
        }
    }

    /// Whether the stream was reset or refused.
    public func isLost(_ stream: StreamID) -> Bool {
        log.contains { event in
            switch event {
            case .stream(stream, .reset), .stream(stream, .refused): true
            default: false
            }
        }
    }
}

extension SwarmPeer: TransportClient {
    /// Receives what the driver reports.
    public func receive(_ input: TransportInput, now: Instant) {
        swarm.receive(input, now: now)
    }

    /// Receives bytes of a connection.
    public func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        swarm.receive(bytes, on: connection, now: now)
    }

    /// Does what is due at `now`.
    public func handleTimeout(now: Instant) {
        swarm.handleTimeout(now: now)
    }

    /// When `handleTimeout` is to be called, if at all.
    public var nextDeadline: Instant? { swarm.nextDeadline }

    /// The next thing that the driver is to do.
    public func pollEffect() -> TransportEffect? {
        swarm.pollEffect()
    }

    /// The bytes to write to a connection, in exchange for an empty buffer.
    public func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        swarm.takeOutbound(connection, replacement: replacement)
    }
}
