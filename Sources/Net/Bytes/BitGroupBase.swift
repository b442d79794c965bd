/// Text that writes bytes in groups of bits, as RFC 4648 does: base16, base32, base64 and their relatives.
struct BitGroupBase {
    /// The digits in order of their value; there are 2^bitsPerDigit of them.
    let alphabet: [UInt8]
    let bitsPerDigit: Int
    /// Whether the text is filled up with `=` to whole groups of bytes.
    let isPadded: Bool

    init(alphabet: StaticString, isPadded: Bool = false) {
        self.alphabet = [UInt8](alphabet.description.utf8)
        self.bitsPerDigit = self.alphabet.count.trailingZeroBitCount
        self.isPadded = isPadded
    }

    private static let padding = UInt8(ascii: "=")

    /// How many digits make up a whole number of bytes: 8 in base32, 4 in base64.
    private var digitsPerGroup: Int {
        switch bitsPerDigit {
        case 5, 3: 8
        case 6: 4
        default: 8 / bitsPerDigit
        }
    }

    func encode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bitCount = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= bitsPerDigit {
                bitCount -= bitsPerDigit
                text.append(alphabet[Int(buffer >> UInt32(bitCount)) & (alphabet.count - 1)])
            }
            buffer &= (1 << UInt32(bitCount)) - 1
        }
        if bitCount > 0 {
            text.append(alphabet[Int(buffer << UInt32(bitsPerDigit - bitCount)) & (alphabet.count - 1)])
        }
        while isPadded, text.count % digitsPerGroup != 0 {
            text.append(Self.padding)
        }
        return text
    }

    /// Nil when the text has a character outside the alphabet, the wrong padding, a digit too many, or bits
    /// set that encode nothing: each value has exactly one text.
    func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits = text
        if isPadded {
            guard text.count % digitsPerGroup == 0 else { return nil }
            while digits.last == Self.padding { digits = digits.dropLast() }
            guard text.count - digits.count < digitsPerGroup else { return nil }
        }
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bitCount = 0
        for character in digits {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            buffer = buffer << UInt32(bitsPerDigit) | UInt32(digit)
            bitCount += bitsPerDigit
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bitCount)))
            }
            buffer &= (1 << UInt32(bitCount)) - 1
        }
        guard bitCount < bitsPerDigit, buffer == 0 else { return nil }
        return bytes
    }
}
