import Net

/// What a stream of ours to a peer has not taken yet: about one RPC, since the router waits until it is gone.
struct GossipBacklog {
    private var queue = ByteQueue()
    private var congestion = Congestion()

    /// Whether the stream has taken everything.
    var isEmpty: Bool { queue.isEmpty }

    /// The bytes to write next. To be let go before the backlog is changed.
    var bytes: ArraySlice<UInt8> { queue.prefix(.max) }

    /// Until when to wait for the peer; `nil` while it keeps up.
    var waitEnd: Instant? { congestion.waitEnd }

    /// Queues one RPC behind its length, as all of pub/sub frames them.
    mutating func append(_ rpc: [UInt8]) {
        var length: [UInt8] = []
        Varint.append(UInt64(rpc.count), to: &length)
        queue.append(length[...])
        queue.append(rpc[...])
    }

    /// The stream has taken the first `byteCount` bytes.
    mutating func removeFirst(_ byteCount: Int, now: Instant) {
        _ = queue.removeFirst(byteCount)
        congestion.receiveProgress(byteCount: byteCount, now: now)
        congestion.update(isCongested: !queue.isEmpty, now: now)
    }

    /// The stream is another one: what waited for the last is of no use there, since its beginning may have
    /// gone.
    mutating func reset() {
        self = GossipBacklog()
    }
}
