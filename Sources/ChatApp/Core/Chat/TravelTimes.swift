import Gossip
import Net

/// How long the latest messages were on their way, by their authors' clocks. Bounded: the oldest are
/// forgotten first.
struct TravelTimes {
    /// What is more than this is a wrong clock, not a slow network.
    private static let longest = Interval.seconds(3_600)

    private let limit: Int
    private var times: [MessageID: Interval] = Dictionary()
    private var order: [MessageID] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// The time that a message took; nil where the clocks make no sense together.
    subscript(id: MessageID) -> Interval? { times[id] }

    /// Remembers a message that has come. Both times are Unix times in milliseconds.
    mutating func note(_ id: MessageID, sent: UInt64, received: UInt64) {
        guard sent > 0, received >= sent else { return }
        let time = Interval.milliseconds(Int64(clamping: received - sent))
        guard time <= Self.longest else { return }
        if times.updateValue(time, forKey: id) == nil {
            order.append(id)
            if order.count > limit { times[order.removeFirst()] = nil }
        }
    }
}
