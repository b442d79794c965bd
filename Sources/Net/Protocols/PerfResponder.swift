/// The serving side of `/perf/1.0.0` (libp2p specs, perf/perf.md): reads how many bytes are wanted, swallows
/// what the peer uploads, and once the peer has closed its side sends as many bytes as were wanted.
struct PerfResponder {
    /// The most bytes that one stream is given, so that a stranger cannot make us send without end.
    static let maximumDownloadBytes: UInt64 = 1 << 32

    private var headerBytes = 0
    private var wanted: UInt64 = 0

    /// Bytes still to be sent; counts down as the owner sends.
    private(set) var remaining: UInt64 = 0

    mutating func receive(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes.prefix(8 - headerBytes) {
            wanted = wanted << 8 | UInt64(byte)
            headerBytes += 1
        }
    }

    /// The peer has uploaded everything: what it wants is due.
    mutating func receiveEnd() {
        remaining = headerBytes == 8 ? min(wanted, Self.maximumDownloadBytes) : 0
    }

    mutating func didSend(_ count: Int) {
        remaining -= min(remaining, UInt64(max(0, count)))
    }
}
