/// Why a reconciliation cannot go on. The peer is at fault in all cases but `unsupportedVersion`.
public enum ReconciliationError: Error, Equatable, Sendable {
    /// The peer speaks no version that is spoken here; its highest is given.
    case unsupportedVersion(UInt8)
    /// The message ends inside a range.
    case truncated
    /// A number is longer than it needs to be, or has more than 64 bits.
    case invalidNumber
    /// A bound names more than 32 bytes of an id, or lies before the one that it follows.
    case invalidBound
    /// A range is of a kind that does not exist.
    case unknownMode
    /// A message is longer than agreed on.
    case tooLong
    /// The peer goes on for more rounds than any difference takes.
    case tooManyRounds
}
