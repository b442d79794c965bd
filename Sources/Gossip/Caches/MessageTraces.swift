import Net

/// The ways of the latest messages, for an inspector. Keeps nothing, and costs nothing, with a limit of 0.
struct MessageTraces {
    /// What is known of a message that has not come yet.
    private struct Notice {
        var firstAnnouncement: Instant
        var announcementCount = 0
        /// The peers we have asked for it.
        var asked: [PeerID] = []
    }

    private let limit: Int
    private var traces: [MessageID: MessageTrace] = [:]
    private var order = Fifo<MessageID>()
    private var notices: [MessageID: Notice] = [:]
    private var noticeOrder = Fifo<MessageID>()

    /// - Parameter limit: The messages remembered; the oldest go first.
    init(limit: Int) {
        self.limit = max(0, limit)
    }

    /// All of them, in the order the messages came.
    var all: [MessageTrace] {
        traces.values.sorted { ($0.arrival, $0.id) < ($1.arrival, $1.id) }
    }

    /// The message was published here, or has come for the first time.
    mutating func begin(_ id: MessageID, topic: String, from peer: PeerID?, now: Instant) {
        guard limit > 0 else { return }
        var trace = MessageTrace(id: id, topic: topic, receivedFrom: peer, arrival: now)
        if let notice = notices.removeValue(forKey: id) {
            trace.announcementCount = notice.announcementCount
            trace.firstAnnouncement = notice.firstAnnouncement
            trace.wasAskedFor = peer.map(notice.asked.contains) ?? false
        }
        if traces.updateValue(trace, forKey: id) == nil { order.append(id) }
        if order.count > limit, let oldest = order.popFirst() { traces[oldest] = nil }
    }

    /// A copy has come.
    mutating func repeated(_ id: MessageID) {
        guard limit > 0 else { return }
        traces[id]?.duplicateCount += 1
    }

    /// A peer has announced the message.
    mutating func announce(_ id: MessageID, now: Instant) {
        guard limit > 0 else { return }
        guard traces[id] == nil else {
            traces[id]?.announcementCount += 1
            return
        }
        if notices[id] == nil {
            notices[id] = Notice(firstAnnouncement: now)
            noticeOrder.append(id)
            if noticeOrder.count > limit, let oldest = noticeOrder.popFirst() { notices[oldest] = nil }
        }
        notices[id]?.announcementCount += 1
    }

    /// We ask a peer for the message.
    mutating func ask(_ id: MessageID, _ peer: PeerID) {
        guard limit > 0 else { return }
        notices[id]?.asked.append(peer)
    }

    /// The message was sent to a peer that asked for it.
    mutating func serve(_ id: MessageID) {
        guard limit > 0 else { return }
        traces[id]?.serveCount += 1
    }
}
