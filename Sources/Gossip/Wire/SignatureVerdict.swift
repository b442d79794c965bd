/// What can be said of a message's signature.
enum SignatureVerdict: Equatable {
    /// It is the author's.
    case valid
    /// It is not, or the message does not say how to check it.
    case invalid
    /// The author has a key of a kind that cannot be checked here. It may be good, so nobody is to blame.
    case uncheckable
}
