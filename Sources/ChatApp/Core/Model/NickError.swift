/// What is wrong with a nick. The user's fault; the nick stays as it was.
public enum NickError: Error, Equatable, Sendable {
    /// There is no nick.
    case empty
    /// More than `Nick.maximumBytes` bytes.
    case tooLong
    /// It begins or ends with a space.
    case outerSpace
    /// A control or invisible character; its Unicode scalar value.
    case invalidCharacter(UInt32)

    /// One line for the user.
    public var explanation: String {
        switch self {
        case .empty: return "a nick has at least one character"
        case .tooLong: return "a nick has at most \(Nick.maximumBytes) bytes"
        case .outerSpace: return "a nick neither begins nor ends with a space"
        case .invalidCharacter(let value):
            return "a nick has no control or invisible characters (here U+\(Hexadecimal.text(value)))"
        }
    }
}
