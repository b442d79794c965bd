import Net

/// What follows from the application's answer to a message that waited for it.
enum ValidationAnswer {
    /// It is dropped and nobody is to blame.
    case ignore
    /// It is invalid, and these have sent it.
    case reject(senders: [PeerID])
    /// It is to be credited and passed on.
    case accept(ValidMessage)
}
