import Glibc

/// The time of day.
package enum WallClock {
    /// Unix time in nanoseconds. A clock that nobody has set is at the beginning or the end of what can be
    /// counted.
    package static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let seconds = min(UInt64(clamping: time.tv_sec), UInt64.max / 1_000_000_000 - 1)
        return seconds * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
    }

    /// Unix time in milliseconds.
    package static var milliseconds: UInt64 { nanoseconds / 1_000_000 }
}
