/// What a soak's disturbances are.
package enum SoakKind: Hashable, Sendable {
    /// Whatever can happen to processes and connections. What is said meanwhile may get lost.
    case everything
    /// What happens to people with laptops: they move, sleep, and start again with the same key. Nothing may
    /// get lost between those who live.
    case roaming
}
