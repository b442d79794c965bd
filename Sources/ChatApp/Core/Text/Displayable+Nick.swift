extension Displayable {
    /// A nick as it is shown: one that begins with punctuation, as the program's own lines and actions do,
    /// stands in quotation marks, so that `--`, `!!` or `* bob` is seen to be a name.
    public init(nick: String) {
        let shown = Displayable(nick, limit: Nick.maximumBytes)
        guard let first = shown.text.unicodeScalars.first, Self.imitates(first) else {
            self = shown
            return
        }
        self.init("\"" + shown.text + "\"")
    }

    /// Whether a name that begins so could pass for something of the program's own.
    private static func imitates(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x5F: return false  // _
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0xA1...0xBF: return true
        // Dashes, arrows, stars, boxes and marks that look like those above; emoji lie elsewhere.
        case 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x2300, 0x2500...0x25FF, 0x2700...0x27BF: return true
        case 0x3001...0x3003, 0x3008...0x3020, 0xFE50...0xFE6B, 0xFF01...0xFF0F, 0xFF1A...0xFF20: return true
        default: return false
        }
    }
}
