/// Text that writes bytes as one big number in some radix, each leading zero byte as one leading zero digit:
/// base58btc, base36, base10.
///
/// The work grows with the square of the length, so callers limit the length of a peer's text first.
struct PositionalBase {
    /// The digits in order of their value.
    let alphabet: [UInt8]

    init(alphabet: StaticString) {
        self.alphabet = [UInt8](alphabet.description.utf8)
    }

    func encode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let radix = UInt32(alphabet.count)
        // Least significant digit first.
        var digits: [UInt8] = []
        for byte in bytes.drop(while: { $0 == 0 }) {
            var carry = UInt32(byte)
            for index in digits.indices {
                carry += UInt32(digits[index]) << 8
                digits[index] = UInt8(carry % radix)
                carry /= radix
            }
            while carry > 0 {
                digits.append(UInt8(carry % radix))
                carry /= radix
            }
        }
        let zeros = bytes.prefix { $0 == 0 }.count
        var text = [UInt8](repeating: alphabet[0], count: zeros)
        for digit in digits.reversed() {
            text.append(alphabet[Int(digit)])
        }
        return text
    }

    /// Nil when the text has a character outside the alphabet.
    func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let radix = UInt32(alphabet.count)
        // Least significant byte first.
        var bytes: [UInt8] = []
        for character in text.drop(while: { $0 == alphabet[0] }) {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            var carry = UInt32(digit)
            for index in bytes.indices {
                carry += UInt32(bytes[index]) * radix
                bytes[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 0xFF))
                carry >>= 8
            }
        }
        let zeros = text.prefix { $0 == alphabet[0] }.count
        return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
    }
}
