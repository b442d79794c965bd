/// What was counted of the RPCs received.
struct RPCCounters: Equatable {
    var received: UInt64 = 0
    /// Dropped unread, because of the peer's score.
    var graylisted: UInt64 = 0
}
