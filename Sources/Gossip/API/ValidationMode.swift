/// Who decides whether a well-signed message of a topic is valid.
public enum ValidationMode: Sendable, Equatable {
    /// The router: it is.
    case automatic
    /// The application: the router asks with `GossipOutput.validate` and waits for `receiveValidation`.
    case asynchronous
}
