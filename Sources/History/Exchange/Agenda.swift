import Net

/// Which reconciliations are to come, the earliest first.
struct Agenda {
    private let limit: Int
    private var meetings: [Meeting] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// When the next is due, of those with peers that are free.
    func nextDeadline(except busy: [PeerID]) -> Instant? {
        meetings.first { !busy.contains($0.peer) }?.due
    }

    /// Plans a meeting. One that is planned with the same peer in the same room takes place at the earlier
    /// of both times.
    mutating func plan(_ meeting: Meeting) {
        var meeting = meeting
        if let index = meetings.firstIndex(where: { $0.peer == meeting.peer && $0.topic == meeting.topic }) {
            meeting.due = min(meeting.due, meetings[index].due)
            meetings.remove(at: index)
        }
        guard meetings.count < limit else { return }
        let place = meetings.firstIndex { $0.due > meeting.due } ?? meetings.count
        meetings.insert(meeting, at: place)
    }

    /// Takes the first meeting that is due, with a peer that is free.
    mutating func takeDue(now: Instant, except busy: [PeerID]) -> Meeting? {
        let index = meetings.firstIndex { $0.due <= now && !busy.contains($0.peer) }
        guard let index, meetings[index].due <= now else { return nil }
        return meetings.remove(at: index)
    }

    /// Nothing is to come with that peer, or in that room.
    mutating func cancel(peer: PeerID? = nil, topic: String? = nil) {
        meetings.removeAll { ($0.peer == peer || peer == nil) && ($0.topic == topic || topic == nil) }
    }
}
