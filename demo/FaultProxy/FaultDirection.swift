/// One way through the proxy.
package enum FaultDirection: String, Hashable, Sendable, CaseIterable {
    /// From the one who dialled to the one who was dialled.
    case up
    /// Back.
    case down
}
