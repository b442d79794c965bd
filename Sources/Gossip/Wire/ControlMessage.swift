/// The control part of an RPC.
struct ControlMessage {
    var have: [HaveEntry] = []
    var want: [[ArraySlice<UInt8>]] = []
    var graft: [ArraySlice<UInt8>] = []
    var prune: [PruneEntry] = []
    var dontWant: [[ArraySlice<UInt8>]] = []
    var extensions: PeerExtensions?
    /// Whether extensions were announced more than once.
    var repeatsExtensions = false
}
