/// The counters of received RPCs.
struct RPCCounters: Equatable {
    var received: UInt64 = 0
    /// Dropped unread, because of the peer's score.
    var graylisted: UInt64 = 0
}
