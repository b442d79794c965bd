import Dispatch
import Glibc

/// Writes to stdout on a queue of its own, so that a slow reader does not stop the network.
final class LineOutput: Sendable {
    /// How much may wait for a slow reader before the network waits too, in bytes.
    private static let maximumWaitingBytes = 64 * 1_048_576
    /// How long the end waits for a reader that takes nothing.
    private static let finishTimeout = DispatchTimeInterval.seconds(5)

    private let queue = DispatchQueue(label: "stdout")
    private let room = DispatchSemaphore(value: maximumWaitingBytes / chunkBytes)
    private let onClosed: @Sendable () -> Void
    private static let chunkBytes = 65_536

    /// - Parameter onClosed: Called when stdout takes no more.
    init(onClosed: @escaping @Sendable () -> Void) {
        self.onClosed = onClosed
    }

    /// Writes whole lines.
    func write(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let slots = (bytes.count + Self.chunkBytes - 1) / Self.chunkBytes
        for _ in 0..<slots { room.wait() }
        queue.async { [self] in
            if !StandardStreams.write(bytes, to: STDOUT_FILENO) { onClosed() }
            for _ in 0..<slots { room.signal() }
        }
    }

    /// Waits until everything is written.
    func finish() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + Self.finishTimeout)
    }
}
