/// A dial that goes through a proxy of ours, which can spoil the connection.
package struct LinkDeclaration: Hashable, Sendable {
    package let name: String
    package let from: String
    package let to: String
    /// The faults it has from the beginning, as in the `fault` step.
    package var faults: [String] = []
    package let location: SceneLocation
}
