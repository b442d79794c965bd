/// The text of IP addresses: strict when read (RFC 4291, section 2.2, without zones), canonical when written
/// (RFC 5952).
package enum IPText {
    /// The four bytes of a dotted quad; nil for any other text, leading zeros included: some read those as
    /// octal.
    package static func parse(ip4 text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard let value = DecimalText.parse(part, maximum: 255) else { return nil }
            bytes.append(UInt8(value))
        }
        return bytes
    }

    /// The sixteen bytes of an IPv6 address; nil for any other text.
    package static func parse(ip6 text: String) -> [UInt8]? {
        guard let gap = firstDoubleColon(in: text) else {
            guard let bytes = parseGroups(text, mayEndWithIP4: true), bytes.count == 16 else { return nil }
            return bytes
        }
        // "::" stands for at least one group of zeros; a second one leaves an empty group behind, which is
        // refused.
        let head = text[..<gap]
        let tail = text[text.utf8.index(gap, offsetBy: 2)...]
        guard let headBytes = head.isEmpty ? [] : parseGroups(head, mayEndWithIP4: false),
            let tailBytes = tail.isEmpty ? [] : parseGroups(tail, mayEndWithIP4: true),
            headBytes.count + tailBytes.count <= 14
        else { return nil }
        let zeros = [UInt8](repeating: 0, count: 16 - headBytes.count - tailBytes.count)
        return headBytes + zeros + tailBytes
    }

    /// The dotted quad of four bytes.
    package static func describe(ip4 bytes: [UInt8]) -> String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if index > 0 { text += "." }
            text += String(byte)
        }
        return text
    }

    /// The canonical text of sixteen bytes: lower case, no leading zeros, the longest run of zero groups (the
    /// first of equal ones, at least two groups) as `::`, addresses that map IPv4 with a dotted quad.
    package static func describe(ip6 bytes: [UInt8]) -> String {
        if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            return "::ffff:" + describe(ip4: Array(bytes.suffix(4)))
        }
        var groups: [UInt16] = []
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            groups.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
        }
        let zeros = longestZeroRun(in: groups)
        guard zeros.count >= 2 else { return describe(groups[...]) }
        return describe(groups[..<zeros.lowerBound]) + "::" + describe(groups[zeros.upperBound...])
    }

    private static func firstDoubleColon(in text: String) -> String.Index? {
        let colon = UInt8(ascii: ":")
        var previous: String.Index?
        for index in text.utf8.indices {
            guard text.utf8[index] == colon else {
                previous = nil
                continue
            }
            if let previous { return previous }
            previous = index
        }
        return nil
    }

    private static func parseGroups(_ text: some StringProtocol, mayEndWithIP4: Bool) -> [UInt8]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if mayEndWithIP4, index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
                guard let ip4 = parse(ip4: part) else { return nil }
                bytes += ip4
                continue
            }
            guard let group = parseGroup(part) else { return nil }
            bytes.append(UInt8(group >> 8))
            bytes.append(UInt8(group & 0xFF))
        }
        return bytes
    }

    /// One to four hexadecimal digits. (`UInt16(_:radix:)` would take a sign too.)
    private static func parseGroup(_ text: some StringProtocol) -> UInt16? {
        guard (1...4).contains(text.utf8.count) else { return nil }
        var value: UInt16 = 0
        for digit in text.utf8 {
            guard let nibble = Hex.value(digit) else { return nil }
            value = value << 4 | UInt16(nibble)
        }
        return value
    }

    private static func describe(_ groups: ArraySlice<UInt16>) -> String {
        var text = ""
        for (offset, group) in groups.enumerated() {
            if offset > 0 { text += ":" }
            text += String(group, radix: 16)
        }
        return text
    }

    private static func longestZeroRun(in groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest
    }
}
