/// Decimal numbers as configuration files and addresses write them.
enum DecimalText {
    /// The number that `text` writes in its one form: digits only, no sign, no leading zero, at most
    /// `maximum`.
    static func parse(_ text: some StringProtocol, maximum: UInt32) -> UInt32? {
        let digits = text.utf8
        guard let first = digits.first, digits.count <= 10, first != UInt8(ascii: "0") || digits.count == 1
        else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        guard value <= UInt64(maximum) else { return nil }
        return UInt32(value)
    }
}
