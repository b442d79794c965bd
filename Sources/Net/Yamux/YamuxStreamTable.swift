/// The streams of a connection, side by side in an array, and how many more there may be.
///
/// A stream is looked up once for each operation and then changed where it lies: changing a dictionary's
/// value in place costs three allocations each time. Slots move when a stream is removed, so a slot is good
/// only until then.
struct YamuxStreamTable {
    private let role: YamuxRole
    private let maximumInbound: Int
    private let maximumOutbound: Int
    private let maximumUnacknowledged: Int

    private(set) var ids: [YamuxStreamID] = []
    private var slots: [YamuxStreamID: Int] = Dictionary()
    /// The streams, in no particular order; `ids` has their identifiers in the same one.
    var streams: [YamuxStream] = []

    /// How many the peer opened.
    private(set) var inboundCount = 0
    /// How many this end opened.
    private(set) var outboundCount = 0
    /// How many of those the peer has not acknowledged.
    private(set) var unacknowledgedCount = 0

    /// No streams. `role` tells which end opened a stream.
    init(role: YamuxRole, _ configuration: YamuxConfiguration) {
        self.role = role
        maximumInbound = configuration.maximumInboundStreams
        maximumOutbound = configuration.maximumOutboundStreams
        maximumUnacknowledged = configuration.acknowledgementBacklog
    }

    var count: Int { streams.count }

    /// Whether the peer may open another stream.
    var hasRoomForInbound: Bool { inboundCount < maximumInbound }

    /// Whether this end may open another stream, as far as their number goes.
    var hasRoomForOutbound: Bool { outboundCount < maximumOutbound }

    /// Whether this end may open another stream before the peer acknowledges one.
    var hasRoomForUnacknowledged: Bool { unacknowledgedCount < maximumUnacknowledged }

    /// Where the stream is now; nil when there is no such stream.
    func slot(of id: YamuxStreamID) -> Int? { slots[id] }

    /// A copy of the stream.
    subscript(id: YamuxStreamID) -> YamuxStream? { slots[id].map { streams[$0] } }

    /// Adds a stream whose identifier is not in use.
    mutating func insert(_ stream: YamuxStream, as id: YamuxStreamID) {
        precondition(slots[id] == nil, "the caller checks that the identifier is free")
        slots[id] = streams.count
        streams.append(stream)
        ids.append(id)
        if role.opens(id) {
            outboundCount += 1
            unacknowledgedCount += 1
        } else {
            inboundCount += 1
        }
    }

    /// The peer acknowledges a stream. Throws as `YamuxStreamState` does.
    mutating func receiveAcknowledgement(at slot: Int) throws(YamuxStreamState.Violation) {
        if try streams[slot].state.receiveAcknowledgement() { unacknowledgedCount -= 1 }
    }

    /// Removes a stream; the last one takes its slot.
    mutating func remove(_ id: YamuxStreamID) -> YamuxStream? {
        guard let slot = slots.removeValue(forKey: id) else { return nil }
        let last = streams.count - 1
        streams.swapAt(slot, last)
        ids.swapAt(slot, last)
        if slot != last { slots[ids[slot]] = slot }
        ids.removeLast()
        let stream = streams.removeLast()
        if role.opens(id) {
            outboundCount -= 1
            if stream.state.isUnacknowledged { unacknowledgedCount -= 1 }
        } else {
            inboundCount -= 1
        }
        return stream
    }
}
