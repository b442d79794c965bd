/// What becomes of a peer's GRAFT.
enum GraftVerdict {
    case accept
    /// PRUNE goes back, with a recommendation of other peers only to a peer that has done nothing wrong.
    case refuse(exchange: Bool)
}
