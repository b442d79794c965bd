/// Cuts a stream of bytes into lines.
struct LineReader {
    private var pending: [UInt8] = []

    /// The lines that these bytes complete.
    mutating func lines(in bytes: some Collection<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == 0x0A {
                lines.append(String(decoding: pending, as: UTF8.self))
                pending = []
            } else {
                pending.append(byte)
            }
        }
        return lines
    }

    /// What stands after the last line end, when no more bytes will come; nil when there is nothing.
    mutating func rest() -> String? {
        defer { pending = [] }
        return pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self)
    }
}
