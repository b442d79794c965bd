/// A JSON value that was read.
indirect enum JSONValue: Equatable {
    case null
    case bool(Bool)
    /// The number as it stands in the text, so that no digit is lost.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The first member of that name; nil where there is none, or where this is no object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of true or false.
    var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The value of a whole number.
    var integer: Int64? {
        guard case .number(let text) = self else { return nil }
        return Int64(text)
    }

    /// The value of a number.
    var double: Double? {
        guard case .number(let text) = self else { return nil }
        return Double(text)
    }

    /// The elements of an array.
    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}

/// A member of a JSON object.
struct JSONMember: Equatable {
    var name: String
    var value: JSONValue
}
