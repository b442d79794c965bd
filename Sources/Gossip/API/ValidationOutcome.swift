/// What the application says of a message that it was asked to validate.
public enum ValidationOutcome: Sendable, Equatable {
    /// Deliver and forward it.
    case accept
    /// Drop it, and count it against the peers that sent it.
    case reject
    /// Drop it; nobody is to blame.
    case ignore
}
