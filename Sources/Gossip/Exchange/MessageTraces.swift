import HearsayCollections
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

    private let isOn: Bool
    private var traces: BoundedMap<MessageID, MessageTrace>
    private var notices: BoundedMap<MessageID, Notice>

    /// - Parameter limit: The messages remembered; the oldest go first.
    init(limit: Int) {
        isOn = limit > 0
        traces = BoundedMap(limit: limit)
        notices = BoundedMap(limit: limit)
    }

    /// All of them, in the order the messages came.
    var all: [MessageTrace] {
        traces.unorderedValues.ordered { ($0.arrival, $0.id) < ($1.arrival, $1.id) }
    }

    /// The message was published here, or has come for the first time.
    mutating func begin(_ id: MessageID, topic: String, from peer: PeerID?, now: Instant) {
        guard isOn else { return }
        var trace = MessageTrace(id: id, topic: topic, receivedFrom: peer, arrival: now)
        if let notice = notices.remove(id) {
            trace.announcementCount = notice.announcementCount
            trace.firstAnnouncement = notice.firstAnnouncement
            trace.wasAskedFor = peer.map(notice.asked.contains) ?? false
        }
        traces.set(trace, for: id)
    }

    /// A copy has come.
    mutating func repeated(_ id: MessageID) {
        guard isOn else { return }
        traces.update(id) { $0.duplicateCount += 1 }
    }

    /// A peer has announced the message.
    mutating func announce(_ id: MessageID, now: Instant) {
        guard isOn else { return }
        guard traces[id] == nil else {
            traces.update(id) { $0.announcementCount += 1 }
            return
        }
        if notices[id] == nil { notices.set(Notice(firstAnnouncement: now), for: id) }
        notices.update(id) { $0.announcementCount += 1 }
    }

    /// We ask a peer for the message.
    mutating func ask(_ id: MessageID, _ peer: PeerID) {
        guard isOn else { return }
        notices.update(id) { $0.asked.append(peer) }
    }

    /// The message was sent to a peer that asked for it.
    mutating func serve(_ id: MessageID) {
        guard isOn else { return }
        traces.update(id) { $0.serveCount += 1 }
    }
}
