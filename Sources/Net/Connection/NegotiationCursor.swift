/// Tells how many bytes may be read from a stream without reading beyond the multistream-select message under
/// way, so that the first bytes of the agreed protocol stay in the stream for whoever speaks it.
struct NegotiationCursor {
    private enum Position {
        case lengthByte(value: Int, shift: Int)
        case body(remaining: Int)
    }

    private var position = Position.lengthByte(value: 0, shift: 0)

    /// The most bytes to read next; at least 1.
    var allowance: Int {
        switch position {
        case .lengthByte: 1
        case .body(let remaining): remaining
        }
    }

    /// Records bytes that were read, at most `allowance`.
    mutating func didRead(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            switch position {
            case .lengthByte(let value, let shift):
                // Longer lengths are refused by the machine that reads the message.
                let length = shift < 21 ? value | Int(byte & 0x7F) << shift : value
                if byte & 0x80 != 0 {
                    position = .lengthByte(value: length, shift: shift + 7)
                } else {
                    position = length > 0 ? .body(remaining: length) : .lengthByte(value: 0, shift: 0)
                }
            case .body(let remaining):
                position = remaining > 1 ? .body(remaining: remaining - 1) : .lengthByte(value: 0, shift: 0)
            }
        }
    }
}
