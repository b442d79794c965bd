import NIOConcurrencyHelpers
import NativeSystem

/// Reads stdin, on a thread of its own.
final class InputThread: Sendable {
    /// How much is read at a time, in bytes.
    private static let chunkBytes = 65_536

    private let lastError = NIOLockedValueBox<SystemError?>(nil)

    /// Why stdin could not be read to its end.
    var failure: SystemError? { lastError.withLockedValue { $0 } }

    /// Reads until the end and feeds the engine.
    func start(engine: NativeEngine, stays: Bool) {
        Threads.start { [self] in
            do throws(SystemError) {
                try feed(engine)
            } catch {
                lastError.withLockedValue { $0 = error }
            }
            // What cannot be read has ended too.
            engine.endInput(stays: stays)
        }
    }

    private func feed(_ engine: NativeEngine) throws(SystemError) {
        var buffer = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            let count = try FileDescriptor.standardInput.read(into: &buffer)
            guard count > 0 else { return }
            engine.feed(Array(buffer[..<count]))
        }
    }
}
