import NativeSystem

/// Reads stdin, on a thread of its own.
enum InputThread {
    /// How much is read at a time, in bytes.
    private static let chunkBytes = 65_536

    /// Reads until the end and feeds the engine.
    static func start(engine: NativeEngine, stays: Bool) {
        Threads.start {
            var buffer = [UInt8](repeating: 0, count: chunkBytes)
            // What cannot be read has ended too.
            while let count = try? FileDescriptor.standardInput.read(into: &buffer), count > 0 {
                engine.feed(Array(buffer[..<count]))
            }
            engine.endInput(stays: stays)
        }
    }
}
