/// The value of a setting, as a TOML file holds it.
public enum SettingValue: Hashable, Sendable {
    /// true or false
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A text.
    case text(String)
    /// A list of texts.
    case list([String])

    /// The value in TOML's notation.
    public var toml: String {
        switch self {
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .text(let value): Self.quoted(value)
        case .list(let values): "[" + values.map(Self.quoted).joined(separator: ", ") + "]"
        }
    }

    /// The texts of a list, or of one text, in TOML's notation as `toml` writes it; nil where it is not in
    /// that notation.
    static func quotedTexts(_ text: String) -> [String]? {
        var rest = Substring(text.trimmed)
        if rest.hasPrefix("["), rest.hasSuffix("]") {
            rest = rest.dropFirst().dropLast()
        } else if !rest.hasPrefix("\"") {
            return nil
        }
        var texts: [String] = []
        while true {
            rest = rest.drop { $0 == " " || $0 == "," }
            guard let first = rest.popFirst() else { return texts }
            guard first == "\"" else { return nil }
            var text = ""
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\" else {
                    text.append(character)
                    continue
                }
                switch rest.popFirst() {
                case "n": text += "\n"
                case "t": text += "\t"
                case "u":
                    let scalar = UInt32(rest.prefix(4), radix: 16).flatMap(Unicode.Scalar.init)
                    guard let scalar else { return nil }
                    text.unicodeScalars.append(scalar)
                    rest = rest.dropFirst(4)
                case let other?: text.append(other)
                case nil: return nil
                }
            }
            texts.append(text)
        }
    }

    /// A text as TOML's basic string.
    public static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension String {
    /// Without the spaces at both ends.
    fileprivate var trimmed: String {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
