/// How a scene is played.
package struct PlayOptions: Sendable {
    /// Where transcript, diagram, keys and logs go; created, and emptied of what an earlier play left.
    package var folder: String
    /// The surroundings that the peers get, and the engines' commands are looked up in.
    package var environment: [String: String]
    /// All waiting times and the time limit are multiplied by this, for slow machines.
    package var patience: Double = 1

    package init(folder: String, environment: [String: String]) {
        self.folder = folder
        self.environment = environment
    }
}
