import Foundation

/// A TCP proxy that holds every byte back for a while, as distance does, and otherwise lets as much through
/// as it can.
///
/// What it cannot delay is TCP's own handshake, which ends at the proxy.
final class DelayProxy: @unchecked Sendable {
    /// One direction: bytes and the time at which they go on. Guarded by its condition.
    private final class Lane: @unchecked Sendable {
        private let condition = NSCondition()
        private var queue: [(due: Double, bytes: [UInt8])] = []
        private var head = 0
        private var queuedBytes = 0
        /// Twice what the fastest benchmark has under way.
        private let maximumQueuedBytes = 64 << 20

        func append(_ bytes: [UInt8], due: Double) {
            condition.lock()
            while queuedBytes > maximumQueuedBytes { condition.wait() }
            queue.append((due, bytes))
            queuedBytes += bytes.count
            condition.broadcast()
            condition.unlock()
        }

        /// Waits for the next bytes and for their time; empty at the end.
        func next() -> [UInt8] {
            condition.lock()
            while head == queue.count { condition.wait() }
            let (due, bytes) = queue[head]
            queue[head].bytes = []
            head += 1
            if head == queue.count {
                queue.removeAll(keepingCapacity: true)
                head = 0
            }
            queuedBytes -= bytes.count
            condition.broadcast()
            condition.unlock()
            let wait = due - Clock.seconds
            if wait > 0 { usleep(UInt32(wait * 1e6)) }
            return bytes
        }
    }

    private let delay: Double
    private let target: UInt16

    /// A proxy to `target`, `delay` seconds away each way.
    init(target: UInt16, delay: Double) {
        self.target = target
        self.delay = delay
    }

    /// Serves connections; never returns.
    func serve(announce: (UInt16) -> Void) throws {
        let (listener, port) = try RawTCP.listen()
        announce(port)
        while true {
            let near = accept(listener, nil, nil)
            guard near >= 0 else { throw BenchmarkError("cannot accept") }
            let far = try RawTCP.connect(port: target)
            RawTCP.setNoDelay(near)
            carry(from: near, to: far)
            carry(from: far, to: near)
        }
    }

    private func carry(from source: Int32, to destination: Int32) {
        let lane = Lane()
        let delay = delay
        Thread.detachNewThread {
            var block = [UInt8](repeating: 0, count: 262_144)
            while true {
                let count = recv(source, &block, block.count, 0)
                lane.append(Array(block.prefix(max(0, count))), due: Clock.seconds + delay)
                if count <= 0 { return }
            }
        }
        Thread.detachNewThread {
            while true {
                let bytes = lane.next()
                if bytes.isEmpty {
                    shutdown(destination, Int32(SHUT_WR))
                    return
                }
                var sent = 0
                while sent < bytes.count {
                    let count = bytes.withUnsafeBytes {
                        Glibc.send(
                            destination,
                            $0.baseAddress.map { $0 + sent },
                            bytes.count - sent,
                            RawTCP.noSignal
                        )
                    }
                    guard count > 0 else { return }
                    sent += count
                }
            }
        }
    }
}
