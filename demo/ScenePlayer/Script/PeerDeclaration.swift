/// One peer of a scene: which program it is and how it is started.
package struct PeerDeclaration: Hashable, Sendable {
    package let name: String
    /// The key of ``Scene/engines``: `native`, `wasi`, `py` or one the scene adds.
    package let engine: String
    /// Rooms joined at start; the last one is current. Empty: the scene's rooms.
    package var rooms: [String] = []
    /// Shown beside the messages; the name unless given.
    package var nick: String
    /// Multiaddrs to listen on, or `none`. Empty: one reserved port on 127.0.0.1.
    package var listens: [String] = []
    /// Whether the key survives a restart. The component has no file system, hence no kept key.
    package var keepsIdentity: Bool
    /// Whether a plain `start` leaves it out.
    package var startsLater = false
    /// The machine it runs on, with a network of its own; nil means the machine that the scene is played on.
    package var host: String?
    /// More arguments, as they are.
    package var arguments: [String] = []
    package let location: SceneLocation

    init(name: String, engine: String, location: SceneLocation) {
        self.name = name
        self.engine = engine
        self.location = location
        nick = name
        keepsIdentity = engine == "native" || engine == "py"
    }
}
