/// How a Unicode scalar is to be treated where it is shown.
enum ScalarClass {
    /// Shown as it is.
    case base
    /// Ends a line.
    case lineBreak
    case tab
    /// C0 or DEL: an escape sequence may begin here. Shown in caret notation.
    case control
    /// C1 controls and noncharacters, which have no notation that people know.
    case replaced
    /// Drawn on the character before it.
    case mark
    /// Zero width joiner and non-joiner: part of emoji and of some scripts.
    case joiner
    /// Tag characters: part of some flags, otherwise a way to hide text.
    case tag
    /// Bidirectional controls and everything else without a shape of its own. Spelled out.
    case invisible

    /// The class of a scalar.
    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09: self = .tab
        case 0x0A, 0x2028, 0x2029: self = .lineBreak
        case 0x00...0x1F, 0x7F: self = .control
        case 0x20...0x7E: self = .base
        case 0x80...0x9F: self = .replaced
        case 0x200C, 0x200D: self = .joiner
        case 0xE0020...0xE007F: self = .tag
        case 0xFE00...0xFE0F: self = .mark
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B, 0x200E, 0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            self = .invisible
        case let value where value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value): self = .replaced
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark: self = .mark
            case .format: self = .invisible
            case .control: self = .replaced
            default: self = .base
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a Hangul letter that joins with its neighbours to one cluster of any length.
    var isConjoining: Bool {
        switch value {
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return true
        default: return false
        }
    }
}
