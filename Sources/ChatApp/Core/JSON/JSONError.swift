/// Why a line is not JSON. Its author's fault; the line is ignored and said to be wrong.
public enum JSONError: Error, Equatable, Sendable {
    /// The text ended too early, or something else was expected at that byte.
    case syntax(offset: Int)
    /// Nested deeper than `JSONParser.maximumDepth`.
    case tooDeep
    /// Well-formed, but not an event that this version knows.
    case unknownEvent
    /// An event without a field it must have, or with one of a wrong type.
    case field(String)
}
