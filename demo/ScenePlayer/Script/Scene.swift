/// A scene file, read and checked: who takes part, who dials whom, and what happens step by step.
///
/// docs/scenes.md explains the language to those who write scenes.
package struct Scene: Sendable {
    package let file: String
    package var title = ""
    /// What the scene is about, for readers and for an audience.
    package var about: [String] = []
    /// A scene that takes longer has failed.
    package var timeLimit: Duration = .seconds(60)
    /// Free words to choose scenes by; `long` keeps a scene out of the quick set.
    package var tags: [String] = []
    /// What the machine must offer, or the scene is skipped with a reason.
    package var needs: [SceneNeed] = []
    /// Rooms of every peer that names none.
    package var rooms = ["lobby"]
    /// The command of each engine, before the peer's own arguments.
    package var engines: [String: [String]] = [:]
    package var peers: [PeerDeclaration] = []
    /// Names that stand for several peers.
    package var groups: [String: [String]] = [:]
    package var dials: [DialDeclaration] = []
    package var links: [LinkDeclaration] = []
    package var steps: [SceneStep] = []

    /// The machines that peers run on, in the order of their first mention.
    package var hosts: [String] {
        var names: [String] = []
        for host in peers.compactMap(\.host) where !names.contains(host) { names.append(host) }
        return names
    }

    init(file: String) {
        self.file = file
    }

    /// The peer of that name.
    package func peer(named name: String) -> PeerDeclaration? {
        peers.first { $0.name == name }
    }
}
