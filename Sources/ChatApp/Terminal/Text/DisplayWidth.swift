/// How many columns of a terminal text takes.
///
/// The answer has to agree with the terminal's own (and with `wcwidth`, by which curses places the cursor),
/// so it errs on the side on which all of them agree: a text-style symbol with an emoji selector stays one
/// column wide, and joiners bind only characters that are two columns wide on their own.
public enum DisplayWidth {
    /// The columns that one scalar takes: 0 (combining, joiners, selectors), 1 or 2.
    public static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value == 0xAD || value >= 0x20 ? 1 : 0 }
        if isZeroWidth(scalar) { return 0 }
        return isWide(value) ? 2 : 1
    }

    /// The columns that a text without line breaks takes.
    public static func columns(of text: some StringProtocol) -> Int {
        var total = 0
        var isASCII = true
        for byte in text.utf8 {
            if byte >= 0x80 {
                isASCII = false
                break
            }
            total += byte >= 0x20 && byte != 0x7F ? 1 : 0
        }
        return isASCII ? total : TextCluster.split(text).reduce(0) { $0 + $1.columns }
    }

    /// Marks that take no column of their own: combining marks, format characters and the parts of a Hangul
    /// syllable that follow its first.
    static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: return true
        case 0x600...0x605, 0x6DD, 0x70F, 0x8E2, 0x110BD, 0x110CD: return false  // visible format characters
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        case .lineSeparator, .paragraphSeparator, .control, .surrogate: return true
        default: return false
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        // The largest even place whose bound is not above the value.
        var low = 0
        var high = WideRanges.bounds.count / 2
        while low < high {
            let middle = (low + high) / 2
            if WideRanges.bounds[middle * 2] <= value { low = middle + 1 } else { high = middle }
        }
        return low > 0 && value <= WideRanges.bounds[low * 2 - 1]
    }
}
