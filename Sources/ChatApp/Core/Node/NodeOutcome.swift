/// How a node ended.
public enum NodeOutcome: Equatable, Sendable {
    /// As it was asked to.
    case finished
    /// It could not run; one line says why.
    case failed(reason: String)
}
