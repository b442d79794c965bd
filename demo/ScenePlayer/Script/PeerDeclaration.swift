/// One peer of a scene: which program it is and how it is started.
public struct PeerDeclaration: Hashable, Sendable {
    public let name: String
    /// The key of ``Scene/engines``: `native`, `wasi`, `py` or one the scene adds.
    public let engine: String
    /// Rooms joined at start; the last one is current. Empty: the scene's rooms.
    public var rooms: [String] = []
    /// Shown beside the messages; the name unless given.
    public var nick: String
    /// Multiaddrs to listen on, or `none`. Empty: one reserved port on 127.0.0.1.
    public var listens: [String] = []
    /// Whether the key survives a restart. The component has no file system, hence no kept key.
    public var keepsIdentity: Bool
    /// Whether a plain `start` leaves it out.
    public var startsLater = false
    /// The machine it runs on, with a network of its own; nil means the machine that the scene is played on.
    public var host: String?
    /// More arguments, as they are.
    public var arguments: [String] = []
    public let location: SceneLocation

    init(name: String, engine: String, location: SceneLocation) {
        self.name = name
        self.engine = engine
        self.location = location
        nick = name
        keepsIdentity = engine == "native" || engine == "py"
    }
}
