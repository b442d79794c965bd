/// One stream of a protocol that the swarm speaks by itself.
///
/// The owner moves the bytes: it writes `unsent` as far as the stream takes it, and reads no more than
/// `readAllowance`, so that a peer which asks without reading the answers is stopped by its own backpressure.
struct BuiltInStream {
    /// What the peer's bytes led to.
    enum Outcome {
        /// Nothing to tell.
        case nothing
        /// The peer described itself.
        case identified(IdentifyMessage)
        /// Our ping came back.
        case roundTrip(Interval)
        /// The peer broke the protocol: reset the stream.
        case failed
    }

    private enum Role {
        case readingIdentify(IdentifyReader)
        case sending
        case answeringPings
        case pinging(PingInitiator)
        case servingPerf(PerfResponder)
    }

    private static let chunkBytes = 16_384

    /// When the stream is reset if it is still there; `nil` for streams that may live as long as the
    /// connection.
    let deadline: Instant?
    private var role: Role
    private var unsent: ArraySlice<UInt8>
    private var closesWhenSent: Bool

    private init(role: Role, sending bytes: [UInt8] = [], closesWhenSent: Bool, deadline: Instant?) {
        self.role = role
        self.unsent = bytes[...]
        self.closesWhenSent = closesWhenSent
        self.deadline = deadline
    }

    /// Reads what `peer` says of itself.
    static func readingIdentify(from peer: PeerID, deadline: Instant) -> BuiltInStream {
        BuiltInStream(
            role: .readingIdentify(IdentifyReader(peer: peer)),
            closesWhenSent: true,
            deadline: deadline
        )
    }

    /// Sends our description and closes.
    static func sending(_ message: IdentifyMessage, deadline: Instant) -> BuiltInStream {
        BuiltInStream(role: .sending, sending: message.framed(), closesWhenSent: true, deadline: deadline)
    }

    /// Sends one ping and reads its answer.
    static func pinging(payload: [UInt8], now: Instant, deadline: Instant) -> BuiltInStream {
        BuiltInStream(
            role: .pinging(PingInitiator(payload: payload, now: now)),
            sending: payload,
            closesWhenSent: true,
            deadline: deadline
        )
    }

    /// Echoes pings until the peer closes the stream.
    static func answeringPings() -> BuiltInStream {
        BuiltInStream(role: .answeringPings, closesWhenSent: false, deadline: nil)
    }

    /// Serves one measurement of perf.
    static func servingPerf() -> BuiltInStream {
        BuiltInStream(role: .servingPerf(PerfResponder()), closesWhenSent: false, deadline: nil)
    }

    // MARK: - Reading

    /// How many bytes may be read from the stream now.
    var readAllowance: Int {
        switch role {
        case .answeringPings: max(0, PingInitiator.payloadBytes - unsent.count)
        case .readingIdentify, .sending, .pinging: Self.chunkBytes
        case .servingPerf: 4 * Self.chunkBytes
        }
    }

    /// Takes bytes from the stream.
    mutating func receive(_ bytes: ArraySlice<UInt8>, now: Instant) -> Outcome {
        switch role {
        case .readingIdentify(var reader):
            do throws(IdentifyError) {
                let message = try reader.receive(bytes)
                role = .readingIdentify(reader)
                return message.map { .identified($0) } ?? .nothing
            } catch {
                return .failed
            }
        case .sending:
            return .failed
        case .answeringPings:
            unsent = unsent + bytes
            return .nothing
        case .pinging(var ping):
            let outcome = ping.receive(bytes, now: now)
            role = .pinging(ping)
            switch outcome {
            case .incomplete: return .nothing
            case .answered(let roundTrip): return .roundTrip(roundTrip)
            case .mismatch: return .failed
            }
        case .servingPerf(var responder):
            responder.receive(bytes)
            role = .servingPerf(responder)
            return .nothing
        }
    }

    /// The peer closed its side: nothing more comes.
    mutating func receiveEnd() {
        closesWhenSent = true
        guard case .servingPerf(var responder) = role else { return }
        responder.receiveEnd()
        role = .servingPerf(responder)
    }

    // MARK: - Writing

    /// The next bytes to write; empty when there are none now.
    mutating func bytesToSend() -> ArraySlice<UInt8> {
        if unsent.isEmpty, case .servingPerf(let responder) = role, responder.remaining > 0 {
            let count = Int(min(responder.remaining, UInt64(4 * Self.chunkBytes)))
            unsent = [UInt8](repeating: 0, count: count)[...]
        }
        return unsent
    }

    /// The stream took `count` of the bytes.
    mutating func didSend(_ count: Int) {
        unsent = unsent.dropFirst(count)
        if case .servingPerf(var responder) = role {
            responder.didSend(count)
            role = .servingPerf(responder)
        }
    }

    /// Whether our side is to be closed, everything having been sent.
    var isDoneSending: Bool {
        guard closesWhenSent, unsent.isEmpty else { return false }
        if case .servingPerf(let responder) = role { return responder.remaining == 0 }
        return true
    }
}
