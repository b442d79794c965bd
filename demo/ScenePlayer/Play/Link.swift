import FaultProxy

/// A fault proxy of the scene, and what is known of its state.
struct Link {
    let declaration: LinkDeclaration
    let port: UInt16
    /// Nil until the peer behind it has been started.
    var proxy: FaultProxy?
    var isCut = false
    /// Whether it is stalled in either way; then nobody is expected to meet through it.
    var isStalled = false

    var isPassable: Bool { !isCut && !isStalled }
}
