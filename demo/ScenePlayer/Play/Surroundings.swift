import Foundation

/// What this machine offers to scenes.
enum Surroundings {
    /// Why the scene cannot be played here; nil when it can.
    static func missing(for scene: Scene) -> String? {
        for need in scene.needs where !offers(need) {
            switch need {
            case .ipv6: return "this machine has no IPv6 loopback address"
            case .namespaces: return NetworkNamespaces.obstacle
            }
        }
        return nil
    }

    private static func offers(_ need: SceneNeed) -> Bool {
        switch need {
        case .ipv6:
            let addresses = (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8)) ?? ""
            return addresses.contains("00000000000000000000000000000001")
        case .namespaces:
            return NetworkNamespaces.obstacle == nil
        }
    }
}
