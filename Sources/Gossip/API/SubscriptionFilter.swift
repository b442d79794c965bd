/// Which topics peers may subscribe to, as far as we keep track of it.
///
/// A topic that is joined or configured here always passes.
public enum SubscriptionFilter: Sendable, Equatable {
    /// All topics, within the limits.
    case any
    /// Topics that begin with one of these.
    case prefixes([String])
    /// Only topics that are joined or configured here.
    case ownTopics
}
