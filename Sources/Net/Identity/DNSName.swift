/// What may stand behind `/dns`, `/dns4`, `/dns6` and `/dnsaddr`.
enum DNSName {
    /// The longest name, in bytes (RFC 1035, section 2.3.4, less the length bytes at both ends).
    static let maximumBytes = 253

    /// The longest label, in bytes.
    static let maximumLabelBytes = 63

    /// Whether `name` is labels of letters, digits, hyphens and underscores, with or without the final dot.
    /// An international name has to come in its ASCII form.
    static func isValid(_ name: String) -> Bool {
        var labels = name.utf8[...]
        if labels.last == UInt8(ascii: ".") { labels = labels.dropLast() }
        guard !labels.isEmpty, labels.count <= maximumBytes else { return false }
        var labelBytes = 0
        for byte in labels {
            if byte == UInt8(ascii: ".") {
                guard labelBytes > 0 else { return false }
                labelBytes = 0
                continue
            }
            labelBytes += 1
            guard isLabelByte(byte), labelBytes <= maximumLabelBytes else { return false }
        }
        return labelBytes > 0
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
