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
