/// What the numbers and letters of control sequences mean.
extension KeyDecoder {
    static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
        parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
            // A colon separates sub-parameters, of which only the first matters here.
            var value = 0
            for byte in part.prefix(while: { $0 != 0x3A }) where (0x30...0x39).contains(byte) {
                value = min(value * 10 + Int(byte - 0x30), 0x20_0000)
            }
            return value
        }
    }

    static func modifiers(_ parameter: Int) -> Key.Modifiers {
        Key.Modifiers(rawValue: UInt8(truncatingIfNeeded: max(0, parameter - 1)) & 7)
    }

    static func letterKey(_ final: UInt8) -> Key.Code? {
        switch final {
        case 0x41, 0x61: .up
        case 0x42, 0x62: .down
        case 0x43, 0x63: .right
        case 0x44, 0x64: .left
        case 0x46: .end
        case 0x48: .home
        case 0x4D: .enter
        case 0x50...0x53: .function(Int(final) - 0x4F)
        default: nil
        }
    }

    static func tildeKey(_ number: Int) -> Key.Code? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    /// A key told by its code point (`modifyOtherKeys`, CSI u).
    static func unicodeKey(_ codePoint: Int, _ modifiers: Key.Modifiers) -> Event? {
        switch codePoint {
        case 13: return .key(Key(.enter, modifiers))
        case 9: return .key(Key(.tab, modifiers))
        case 27: return .key(Key(.escape, modifiers))
        case 127, 8: return .key(Key(.backspace, modifiers))
        default:
            guard codePoint >= 0x20, codePoint < 0xE000 || codePoint > 0xF8FF,
                let value = UInt32(exactly: codePoint), let scalar = Unicode.Scalar(value)
            else { return nil }
            var character = Character(scalar)
            var modifiers = modifiers
            if modifiers.remove(.shift) != nil, !modifiers.contains(.control),
                let upper = String(character).uppercased().first
            {
                character = upper
            }
            return .key(Key(.character(character), modifiers))
        }
    }

    /// CSI < button ; column ; row M (pressed) or m (released).
    static func mouse(_ parameters: ArraySlice<UInt8>, _ final: UInt8) -> Event? {
        let numbers = numbers(parameters)
        guard numbers.count == 3, final == 0x4D || final == 0x6D else { return nil }
        return mouse(button: numbers[0], column: numbers[1], row: numbers[2], isRelease: final == 0x6D)
    }

    /// CSI M and three bytes: the report of terminals that know no other.
    static func oldMouse(_ bytes: ArraySlice<UInt8>, _ length: Int) -> (Int, Event?) {
        guard bytes.count >= length + 3 else { return (0, nil) }
        let values = bytes.dropFirst(length).prefix(3).map { Int($0) - 32 }
        let event = mouse(
            button: values[0],
            column: values[1],
            row: values[2],
            isRelease: values[0] & 3 == 3
        )
        return (length + 3, event)
    }

    private static func mouse(button: Int, column: Int, row: Int, isRelease: Bool) -> Event {
        let kind: MouseEvent.Kind =
            switch button & ~0b1_1100 {  // without shift, meta and control
            case 64: .wheelUp
            case 65: .wheelDown
            case 0: isRelease ? .release : .press
            case 32: .drag
            case 3 where isRelease: .release
            default: .other
            }
        return .mouse(MouseEvent(kind, at: Point(x: max(0, column - 1), y: max(0, row - 1))))
    }
}
