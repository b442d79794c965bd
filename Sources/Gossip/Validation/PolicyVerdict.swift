import Net

/// What a message's fields say about its author.
enum PolicyVerdict {
    /// Fields are missing, malformed or forbidden.
    case invalid
    /// Nothing, as it should be in this topic.
    case unsigned
    /// It claims to be of that peer; the signature is still to be checked.
    case signed(PeerID)
}
