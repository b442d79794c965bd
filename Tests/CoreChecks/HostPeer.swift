import Net
import SimulatedNetwork

/// A host in a simulated network, with a small program: it echoes bytes and messages, answers `/double` with
/// the request twice, never answers `/mute`, and records everything.
struct HostPeer: SimulatedPeer {
    static let bytes = "/bytes/1"
    static let messages = "/messages/1"
    static let double = "/double/1"
    static let mute = "/mute/1"

    let host: PeerHost
    private(set) var received: [StreamID: [[UInt8]]] = [:]
    private(set) var ends: [StreamID: StreamEnd] = [:]
    private(set) var responses: [StreamID: [UInt8]] = [:]
    private(set) var failures: [StreamID: RequestError] = [:]
    private(set) var opened: [StreamID] = []
    private(set) var drainedCount = 0
    private(set) var timerCount = 0
    /// Whether inbound streams are left unread, and the longest backlog seen.
    var pausesInbound = false
    private(set) var longestBacklog = 0

    init(number: UInt64, configure: (inout HostConfiguration) -> Void = { _ in }) {
        var configuration = HostConfiguration(
            agentVersion: "peer/1.0",
            protocols: [
                .bytes(Self.bytes), .messages(Self.messages, maximumBytes: 1_000),
                .request(Self.double, maximumBytes: 5_000), .request(Self.mute),
            ]
        )
        configure(&configuration)
        var random = SeededRandom(seed: number)
        host = PeerHost(
            identity: KeyPair(seed: random.bytes(32)),
            configuration: configuration,
            seed: random.bytes(32),
            now: .origin
        )
    }

    mutating func runProgram(now: Instant) -> Bool {
        guard let event = host.pollEvent() else { return false }
        react(to: event)
        return true
    }

    private mutating func react(to event: HostEvent) {
        switch event {
        case .opened(let stream, _, protocol: _, let direction):
            opened.append(stream)
            if direction == .inbound, pausesInbound { host.pause(stream) }
        case .received(let stream, let bytes):
            received[stream, default: []].append(bytes)
            guard isInbound(stream) else { return }
            host.send(bytes, on: stream)
            longestBacklog = max(longestBacklog, host.backlog(of: stream))
        case .ended(let stream): if isInbound(stream) { host.finish(stream) }
        case .drained: drainedCount += 1
        case .closed(let stream, let end): ends[stream] = end
        case .request(let stream, from: _, protocol: Self.double, let body):
            host.respond(to: stream, with: body + body)
        case .response(let stream, let body): responses[stream] = body
        case .requestFailed(let stream, let error): failures[stream] = error
        case .timer: timerCount += 1
        default: return
        }
    }

    private func isInbound(_ stream: StreamID) -> Bool {
        !asked.contains(stream)
    }

    /// The streams that this side opened.
    private(set) var asked: Set<StreamID> = []

    /// Opens a stream; nil where it cannot be.
    mutating func open(_ peer: PeerID, _ protocols: String...) -> StreamID? {
        do throws(SwarmError) {
            let stream = try host.openStream(to: peer, protocols: protocols)
            asked.insert(stream)
            return stream
        } catch {
            return nil
        }
    }

    /// Asks; nil where it cannot be.
    mutating func request(_ peer: PeerID, _ name: String, _ body: [UInt8]) -> StreamID? {
        do throws(SwarmError) {
            let stream = try host.request(body, of: peer, protocol: name)
            asked.insert(stream)
            return stream
        } catch {
            return nil
        }
    }

    // MARK: - TransportClient

    func receive(_ input: TransportInput, now: Instant) {
        host.receive(input, now: now)
    }

    func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        host.receive(bytes, on: connection, now: now)
    }

    func handleTimeout(now: Instant) {
        host.handleTimeout(now: now)
    }

    var nextDeadline: Instant? { host.nextDeadline }

    func pollEffect() -> TransportEffect? {
        host.pollEffect()
    }

    func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        host.takeOutbound(connection, replacement: replacement)
    }
}
