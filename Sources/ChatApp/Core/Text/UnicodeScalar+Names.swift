extension Unicode.Scalar {
    /// Whether the character may stand in a nick or a room name: no control, format, separator or invisible
    /// one.
    ///
    /// A plain space is allowed here; a room name refuses it by itself. Joiners are refused too: in a name
    /// they only serve to make two names look alike.
    var isAllowedInNames: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: return false  // C0, DEL, C1
        case 0xA0, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000: return false
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0:
            return false
        case 0xFEFF, 0xFFF0...0xFFFB, 0xFFFD, 0xE0000...0xE0FFF: return false
        default: return true
        }
    }
}
