import Glibc

/// Reads stdin, on a thread of its own.
enum InputThread {
    /// How much is read at a time, in bytes.
    private static let chunkBytes = 65_536

    /// Reads until the end and feeds the engine.
    static func start(engine: NativeEngine, stays: Bool) {
        Threads.start {
            var buffer = [UInt8](repeating: 0, count: chunkBytes)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count > 0 {
                    engine.feed(Array(buffer[..<count]))
                } else if count == 0 || errno != EINTR {
                    break
                }
            }
            engine.endInput(stays: stays)
        }
    }
}
