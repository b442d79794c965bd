/// What happens to a message that is older than the seen cache remembers.
public enum ReplayPolicy: Sendable, Equatable {
    /// Nothing: whatever the seen cache has forgotten counts as new.
    case seenCacheOnly
    /// An author's sequence numbers have to grow: a message at or below the highest accepted so far is
    /// ignored, nobody is blamed. Only for topics whose authors all count upwards; some implementations draw
    /// them at random.
    case growingSequenceNumbers
}
