import HearsayCollections
import Net

/// The sessions under way, and what each waits for.
struct SessionTable {
    struct Entry {
        var session: HistorySession
        /// Why we ask; nil where the peer does.
        let meeting: Meeting?
        /// Whether the stream can be written to: it is open, and has taken everything.
        var isWritable: Bool
        /// When it ends for want of progress.
        var deadline: Instant
    }

    private var entries: [HistorySessionID: Entry] = [:]
    private var last: UInt64 = 0

    /// The sessions, the oldest first.
    var ids: [HistorySessionID] { entries.keys.ordered() }

    func count(asking: Bool) -> Int {
        var count = 0
        for entry in entries.values where (entry.meeting != nil) == asking { count += 1 }
        return count
    }

    /// The peers that we ask, or that ask us, now.
    func peers(asking: Bool) -> [PeerID] {
        var peers: [PeerID] = []
        for entry in entries.values where (entry.meeting != nil) == asking {
            peers.append(entry.session.peer)
        }
        return peers
    }

    /// Adds a session. Of one that we begin the stream is still to be opened.
    mutating func add(_ session: HistorySession, meeting: Meeting?, deadline: Instant) -> HistorySessionID {
        last += 1
        let id = HistorySessionID(number: last)
        entries[id] = Entry(
            session: session,
            meeting: meeting,
            isWritable: meeting == nil,
            deadline: deadline
        )
        return id
    }

    subscript(id: HistorySessionID) -> Entry? {
        get { entries[id] }
        set { entries[id] = newValue }
    }

    /// Takes an entry out, to be changed and put back.
    mutating func take(_ id: HistorySessionID) -> Entry? {
        entries.removeValue(forKey: id)
    }

    var nextDeadline: Instant? {
        var earliest: Instant?
        for entry in entries.values { earliest = min(earliest ?? entry.deadline, entry.deadline) }
        return earliest
    }
}
