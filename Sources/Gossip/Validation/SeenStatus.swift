/// What became of a message that was seen.
enum SeenStatus: UInt8 {
    /// It waits for the application's validation.
    case pending
    /// It was delivered.
    case accepted
    /// It was invalid; a peer that sends it again is to blame too.
    case rejected
    /// It was dropped; nobody is to blame.
    case ignored
}
