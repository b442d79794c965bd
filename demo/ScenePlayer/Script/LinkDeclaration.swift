/// A dial that goes through a proxy of ours, which can spoil the connection.
public struct LinkDeclaration: Hashable, Sendable {
    public let name: String
    public let from: String
    public let to: String
    /// The faults it has from the beginning, as in the `fault` step.
    public var faults: [String] = []
    public let location: SceneLocation
}
