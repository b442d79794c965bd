/// What was counted of the messages received.
struct ValidationCounters: Equatable {
    var received: UInt64 = 0
    var delivered: UInt64 = 0
    var duplicates: UInt64 = 0
    var rejected: UInt64 = 0
    var ignored: UInt64 = 0
    /// Of the ignored ones.
    var uncheckable: UInt64 = 0
}
