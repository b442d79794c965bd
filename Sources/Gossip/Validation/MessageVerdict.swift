/// What becomes of a message that a peer has sent.
enum MessageVerdict {
    /// It is malformed, forbidden or forged: the sender is to blame (P4).
    case reject
    /// It is dropped and nobody is to blame. Nothing is remembered of it.
    case ignore
    /// It was seen before, and that is what became of it then.
    case copy(MessageID, SeenStatus)
    /// It came as it should, but it is too old, cannot be checked, or there is no room for it: dropped, and
    /// nobody is to blame.
    case drop(MessageID)
    /// It is valid and new.
    case accept(ValidMessage)
    /// It is well-signed and new; the application says whether it is valid.
    case ask(ValidMessage)
}
