import NIOCore

/// One way of one proxied connection: bytes come in, wait as the faults demand, and go out in order.
///
/// It belongs to the event loop of the proxy, like everything that calls it.
final class FaultLane {
    private let source: any Channel
    private let destination: any Channel
    private let loop: any EventLoop
    private let direction: FaultDirection
    private var settings: FaultSettings
    private var random: FaultRandom

    private struct Chunk {
        var bytes: ByteBuffer
        let due: NIODeadline
    }

    private var queue = CircularBuffer<Chunk>()
    private var queuedBytes = 0
    private var lastDue = NIODeadline.uptimeNanoseconds(0)
    /// When the rate allows the next bytes.
    private var allowed = NIODeadline.uptimeNanoseconds(0)
    private var hasEnded = false
    private var hasClosed = false
    private var corruptsNext = false
    private var isAwake = false
    /// Bytes that have gone out.
    private(set) var passedBytes = 0

    /// Beyond this much waiting, the source is read no further, and TCP slows its sender down.
    private static let maximumQueuedBytes = 256 << 10

    init(
        from source: any Channel,
        to destination: any Channel,
        direction: FaultDirection,
        settings: FaultSettings,
        random: FaultRandom
    ) {
        self.source = source
        self.destination = destination
        self.direction = direction
        self.settings = settings
        self.random = random
        loop = source.eventLoop
    }

    func receive(_ bytes: ByteBuffer) {
        var bytes = bytes
        // The last byte: in an encrypted record it belongs to the authentication tag, so the damage shows at
        // once. An earlier one may belong to a length, and the receiver would wait for bytes that never come.
        let last = bytes.writerIndex - 1
        if corruptsNext, let byte = bytes.getInteger(at: last, as: UInt8.self) {
            bytes.setInteger(byte ^ 0x10, at: last)
            corruptsNext = false
        }
        let extra = settings.jitter > .zero ? settings.jitter * random.unit() : .zero
        let due = max(lastDue, loop.now + TimeAmount(settings.delay + extra))
        lastDue = due
        queuedBytes += bytes.readableBytes
        queue.append(Chunk(bytes: bytes, due: due))
        pump()
    }

    /// The source sends no more: what waits still goes out, then the end is passed on.
    func receiveEnd() {
        hasEnded = true
        pump()
    }

    func change(_ settings: FaultSettings) {
        self.settings = settings
        pump()
    }

    func corruptNextByte() { corruptsNext = true }

    /// Whether another read of the source may be asked for.
    var wantsMore: Bool { !hasEnded && queuedBytes < Self.maximumQueuedBytes }

    /// Sends what is due, and asks to be called again for what is not.
    func pump() {
        while !settings.stalled.contains(direction), destination.isWritable, let first = queue.first {
            let next = max(first.due, allowed)
            guard next <= loop.now else { return wake(at: next) }
            sendPiece()
            if settings.isChopping, !queue.isEmpty { return wake(at: loop.now) }
        }
        if queue.isEmpty, hasEnded, !hasClosed {
            hasClosed = true
            destination.close(mode: .output, promise: nil)
        }
        if wantsMore { source.read() }
    }

    private func sendPiece() {
        let limit = settings.isChopping ? 1 : settings.bytesPerSecond.map { max(1, $0 / 50) } ?? Int.max
        let size = min(queue[queue.startIndex].bytes.readableBytes, limit)
        guard let piece = queue[queue.startIndex].bytes.readSlice(length: size) else { return }
        if queue[queue.startIndex].bytes.readableBytes == 0 { queue.removeFirst() }
        queuedBytes -= size
        passedBytes += size
        if let rate = settings.bytesPerSecond {
            allowed = max(allowed, loop.now) + .nanoseconds(Int64(size) * 1_000_000_000 / Int64(rate))
        }
        destination.writeAndFlush(piece, promise: nil)
    }

    private func wake(at deadline: NIODeadline) {
        if isAwake { return }
        isAwake = true
        loop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.isAwake = false
            self.pump()
        }
    }
}
