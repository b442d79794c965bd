/// What a peer has done that ends history with it until it connects anew.
public enum HistoryViolation: Error, Equatable, Sendable {
    /// A frame that is too long or malformed, or out of its turn.
    case malformedFrame
    /// A reconciliation that is no negentropy, or never ends.
    case reconciliation(ReconciliationError)
    /// A message that is none, is forged, or belongs to another room.
    case invalidMessage
    /// A message that nobody has asked for.
    case unsolicited
    /// It named messages and did not deliver them.
    case undelivered
    /// More messages than one peer may bring in an hour.
    case excess
}
