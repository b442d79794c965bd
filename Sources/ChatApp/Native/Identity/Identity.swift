import Net

/// Who this peer is.
struct Identity {
    /// Its key pair.
    let keyPair: KeyPair
    /// The first number of its messages: higher than any that the key has used before.
    let firstSequenceNumber: UInt64
    /// Whether the key is there in the next run too.
    let isLasting: Bool
    /// What the user should know, one line each.
    var warnings: [String] = []
}
