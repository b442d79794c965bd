/// The extensions that one side has announced (`ControlExtensions`); those we do not know are not kept.
struct PeerExtensions: Equatable {
    /// The test extension, answered by an empty `TestExtension` when both sides have announced it.
    var hasTestExtension = false

    /// None.
    static var none: PeerExtensions { PeerExtensions() }
}
