/// Rows as text with the control sequences that colour them: for the plain mode.
public enum ANSIText {
    /// The row's text; every style is ended where it ends.
    public static func render(_ row: StyledRow, isStyled: Bool) -> String {
        var text = ""
        for span in row.spans {
            let plain = span.clusters.map { Screen.guarded($0.text) }.joined()
            let codes = isStyled ? codes(span.style) : ""
            text += codes.isEmpty || plain.isEmpty ? plain : "\u{1B}[\(codes)m\(plain)\u{1B}[0m"
        }
        return text
    }

    private static func codes(_ style: Style) -> String {
        var codes: [String] = []
        let attributes: [(Style.Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        for (attribute, code) in attributes where style.attributes.contains(attribute) { codes.append(code) }
        if case .palette(let number) = style.foreground {
            codes.append(number < 8 ? "3\(number)" : number < 16 ? "9\(number - 8)" : "38;5;\(number)")
        }
        if case .palette(let number) = style.background {
            codes.append(number < 8 ? "4\(number)" : number < 16 ? "10\(number - 8)" : "48;5;\(number)")
        }
        return codes.joined(separator: ";")
    }
}
