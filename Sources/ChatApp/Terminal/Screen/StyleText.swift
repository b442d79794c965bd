/// Styles as configuration files write them: `bold 203 on 236`, `red`, `reverse`, `default`.
extension Style {
    private static let colorNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "gray", "brightred", "brightgreen", "brightyellow", "brightblue", "brightmagenta", "brightcyan",
        "brightwhite",
    ]

    private static let attributeNames: [(String, Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ]

    /// Reads a style; nil when a word is neither a colour (name or 0 to 255), an attribute, `on` nor
    /// `default`.
    public init?(text: String) {
        var style = Style()
        var isBackground = false
        for word in text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }) {
            if word == "on" {
                isBackground = true
            } else if let attribute = Self.attributeNames.first(where: { $0.0 == word })?.1 {
                style.attributes.insert(attribute)
            } else if let color = Self.color(word) {
                if isBackground { style.background = color } else { style.foreground = color }
            } else {
                return nil
            }
        }
        self = style
    }

    private static func color(_ word: Substring) -> Color? {
        if word == "default" { return .standard }
        if let index = colorNames.firstIndex(of: String(word)) { return .palette(UInt8(index)) }
        return UInt8(word).map { .palette($0) }
    }

    /// The style as text, in the form that `init(text:)` reads.
    public var text: String {
        var words = Self.attributeNames.filter { attributes.contains($0.1) }.map(\.0)
        if case .palette(let number) = foreground { words.append("\(number)") }
        if case .palette(let number) = background { words += ["on", "\(number)"] }
        return words.isEmpty ? "default" : words.joined(separator: " ")
    }
}
