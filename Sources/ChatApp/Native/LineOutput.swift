import Dispatch
import NIOConcurrencyHelpers
import NativeSystem

/// Writes to stdout on a queue of its own, so that a slow reader does not stop the network.
final class LineOutput: Sendable {
    /// How much may wait for a slow reader before the network waits too, in bytes.
    private static let maximumWaitingBytes = 64 * 1_048_576
    /// How long the end waits for a reader that takes nothing.
    private static let finishTimeout = DispatchTimeInterval.seconds(5)

    private let queue = DispatchQueue(label: "stdout")
    private let room = DispatchSemaphore(value: maximumWaitingBytes / chunkBytes)
    private let failure = NIOLockedValueBox<SystemError?>(nil)
    private let onFailure: @Sendable () -> Void
    private static let chunkBytes = 65_536

    /// - Parameter onFailure: Called once, when stdout takes no more.
    init(onFailure: @escaping @Sendable () -> Void) {
        self.onFailure = onFailure
    }

    /// Writes whole lines. After a failure nothing more is written: it would stand behind half a line.
    func write(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let slots = (bytes.count + Self.chunkBytes - 1) / Self.chunkBytes
        for _ in 0..<slots { room.wait() }
        queue.async { [self] in
            if failure.withLockedValue({ $0 == nil }) { writeNow(bytes) }
            for _ in 0..<slots { room.signal() }
        }
    }

    /// Waits until everything is written.
    ///
    /// - Returns: why something was not.
    func finish() -> SystemError? {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + Self.finishTimeout)
        return failure.withLockedValue { $0 }
    }

    private func writeNow(_ bytes: [UInt8]) {
        do throws(SystemError) {
            try FileDescriptor.standardOutput.writeAll(bytes)
        } catch {
            failure.withLockedValue { $0 = error }
            onFailure()
        }
    }
}
