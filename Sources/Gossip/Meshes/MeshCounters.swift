/// What was counted of GRAFT and PRUNE.
struct MeshCounters: Equatable {
    var graftsSent: UInt64 = 0
    var graftsReceived: UInt64 = 0
    var prunesSent: UInt64 = 0
    var prunesReceived: UInt64 = 0
}
