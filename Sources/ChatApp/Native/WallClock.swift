import Glibc

/// The time of day.
enum WallClock {
    /// Unix time in nanoseconds.
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
    }

    /// Unix time in milliseconds.
    static var milliseconds: UInt64 { nanoseconds / 1_000_000 }
}
