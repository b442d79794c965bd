import ArgumentParser
import GossipSimulation

/// The value of `--attack`: the name of a scene.
struct SceneArgument: ExpressibleByArgument {
    let scene: AttackScene

    init?(argument: String) {
        guard let scene = AttackScene(rawValue: argument) else { return nil }
        self.scene = scene
    }
}
