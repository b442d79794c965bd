import CWASI
public import Net

/// What a component gets from its host besides sockets.
public enum WASISystem {
    /// The time on the monotonic clock.
    public static var now: Instant {
        Instant(nanoseconds: Int64(clamping: wasi_monotonic_clock_now()))
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z, as people's clocks show it.
    public static var wallClockNanoseconds: UInt64 {
        var time = wasi_datetime()
        wasi_wall_clock_now(&time)
        return time.seconds &* 1_000_000_000 &+ UInt64(time.nanoseconds)
    }

    /// Bytes fit for keys and seeds.
    public static func randomBytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            cwasi_get_random_bytes(buffer.baseAddress, count)
            initialized = count
        }
    }

    /// The command line, the program's name first.
    public static var arguments: [String] {
        var list = wasi_string_list()
        wasi_cli_get_arguments(&list)
        let strings = UnsafeBufferPointer(start: list.items, count: list.count).map { String(takingFrom: $0) }
        if list.count > 0 { cwasi_free(list.items) }
        return strings
    }

    /// Standard input. Call once: every call makes another handle.
    public static func standardInput() -> InputStream {
        InputStream(handle: wasi_cli_get_stdin())
    }

    /// Standard output. Call once.
    public static func standardOutput() -> OutputStream {
        OutputStream(handle: wasi_cli_get_stdout())
    }

    /// Standard error. Call once.
    public static func standardError() -> OutputStream {
        OutputStream(handle: wasi_cli_get_stderr())
    }
}

extension String {
    /// Copies a string of the host's and frees it.
    fileprivate init(takingFrom string: wasi_string) {
        self.init(decoding: UnsafeBufferPointer(start: string.bytes, count: string.count), as: UTF8.self)
        if string.count > 0 { cwasi_free(string.bytes) }
    }
}
