/// Hexadecimal digits of Unicode scalars, for people and for JSON.
enum Hexadecimal {
    /// The lower-case digit of the low four bits.
    static func digit(_ value: UInt8) -> UInt8 {
        let low = value & 0x0F
        return low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + (low - 10)
    }

    /// A scalar value as Unicode writes it: at least four upper-case digits.
    static func text(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// The value of one digit.
    static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return digit - UInt8(ascii: "A") + 10
        default: return nil
        }
    }
}
