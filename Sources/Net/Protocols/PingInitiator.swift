/// One ping: 32 random bytes that the peer must send back (libp2p specs, ping/ping.md).
struct PingInitiator {
    /// Bytes of one ping.
    static let payloadBytes = 32

    /// What the peer's bytes are.
    enum Outcome: Equatable {
        /// The answer is incomplete.
        case incomplete
        /// The answer is right.
        case answered(roundTrip: Interval)
        /// The answer is wrong.
        case mismatch
    }

    /// What is to be sent.
    let payload: [UInt8]
    private let sentAt: Instant
    private var answered = 0

    /// A ping sent at `now`; `payload` is 32 unpredictable bytes, so that nobody can answer ahead of time.
    init(payload: [UInt8], now: Instant) {
        self.payload = payload
        self.sentAt = now
    }

    mutating func receive(_ bytes: ArraySlice<UInt8>, now: Instant) -> Outcome {
        guard bytes.count <= payload.count - answered,
            payload[answered..<answered + bytes.count].elementsEqual(bytes)
        else { return .mismatch }
        answered += bytes.count
        return answered == payload.count ? .answered(roundTrip: now - sentAt) : .incomplete
    }
}
