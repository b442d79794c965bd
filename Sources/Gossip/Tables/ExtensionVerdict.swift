/// What follows from the extensions in an RPC.
struct ExtensionVerdict: Equatable {
    /// Behaviour penalties for the peer (P7).
    let penalty: Double
    /// Whether it is sent the test extension.
    let isAnswered: Bool

    static var nothing: ExtensionVerdict { ExtensionVerdict(penalty: 0, isAnswered: false) }
}
