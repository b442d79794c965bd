/// Something that a scene needs and not every machine has.
package enum SceneNeed: String, Hashable, Sendable, CaseIterable {
    case ipv6
    case namespaces
}
