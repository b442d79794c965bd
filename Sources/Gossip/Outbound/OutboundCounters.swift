/// The counters of what leaves.
struct OutboundCounters: Equatable {
    var rpcsSent: UInt64 = 0
    var bytesSent: UInt64 = 0
    var messageBytesSent: UInt64 = 0
    var droppedMessages: UInt64 = 0
    var droppedGossip: UInt64 = 0
    var suppressed: UInt64 = 0
}
