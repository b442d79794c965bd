/// A scene file, read and checked: who takes part, who dials whom, and what happens step by step.
///
/// docs/scenes.md explains the language to those who write scenes.
public struct Scene: Sendable {
    public let file: String
    public var title = ""
    /// What the scene is about, for readers and for an audience.
    public var about: [String] = []
    /// A scene that takes longer has failed.
    public var timeLimit: Duration = .seconds(60)
    /// Free words to choose scenes by; `long` keeps a scene out of the quick set.
    public var tags: [String] = []
    /// What the machine must offer, or the scene is skipped with a reason.
    public var needs: [SceneNeed] = []
    /// Rooms of every peer that names none.
    public var rooms = ["lobby"]
    /// The command of each engine, before the peer's own arguments.
    public var engines: [String: [String]] = [:]
    public var peers: [PeerDeclaration] = []
    /// Names that stand for several peers.
    public var groups: [String: [String]] = [:]
    public var dials: [DialDeclaration] = []
    public var links: [LinkDeclaration] = []
    public var steps: [SceneStep] = []

    /// The machines that peers run on, in the order of their first mention.
    public var hosts: [String] {
        var names: [String] = []
        for host in peers.compactMap(\.host) where !names.contains(host) { names.append(host) }
        return names
    }

    init(file: String) {
        self.file = file
    }

    /// The peer of that name.
    public func peer(named name: String) -> PeerDeclaration? {
        peers.first { $0.name == name }
    }
}
