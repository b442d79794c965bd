package import ChatCore
import Dispatch
import Foundation
package import History
import NativeSystem
package import Net
import Synchronization

/// The store of a node: reads and writes on a queue of its own, all that waits in one transaction.
///
/// When something cannot be kept the user is told, once, and the chat goes on with what is in memory.
package final class MessageStore: Sendable {
    /// What waits for a disk that does not answer; more messages are not kept.
    private static let maximumPending = 50_000
    /// How long the end of the program waits for the disk.
    private static let finishTimeout = DispatchTimeInterval.seconds(5)

    private enum State {
        case unopened
        case open(MessageDatabase)
        /// Something went wrong, or the end has come.
        case closed
    }

    private let folder: String
    private let localPeer: PeerID
    private let keep: HistoryKeep
    private let queue = DispatchQueue(label: "history")
    private let pending = Mutex<[StorageRequest]>([])
    private let state = Mutex(State.unopened)
    private let isKeeping = Mutex(true)
    private let report: @Sendable (String) -> Void

    /// The store of one peer, below `XDG_STATE_HOME` or `~/.local/state`; nil without a home folder.
    ///
    /// - Parameters:
    ///   - localPeer: Whose it is.
    ///   - keep: How much of each room is kept: what is older is deleted, in rooms that were left too.
    ///   - report: Called with a line for the user when something cannot be kept, which is once, or is lost.
    package convenience init?(
        localPeer: PeerID,
        keep: HistoryKeep,
        report: @escaping @Sendable (String) -> Void
    ) {
        guard let state = XDGFolders.path(.state) else { return nil }
        self.init(
            folder: "\(state)/history/\(localPeer.description)",
            localPeer: localPeer,
            keep: keep,
            report: report
        )
    }

    /// The store in that folder.
    package init(
        folder: String,
        localPeer: PeerID,
        keep: HistoryKeep,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.keep = keep
        self.folder = folder
        self.localPeer = localPeer
        self.report = report
    }

    // MARK: - What a node asks for

    /// Carries out a request, soon.
    ///
    /// - Parameter onOpened: Called on the store's queue with what is kept of a room, for `open`.
    package func perform(
        _ request: StorageRequest,
        onOpened: @escaping @Sendable (RoomName, MessageDatabase.Room) -> Void
    ) {
        if case .open(let room) = request {
            queue.async { [self] in
                flush()
                let kept = read { try $0.room(room, latest: keep.messages) }
                onOpened(room, kept ?? MessageDatabase.Room())
            }
            return
        }
        if case .keep = request, !isKeeping.withLock({ $0 }) { return }
        let isFirst = pending.withLock { pending in
            if case .keep = request, pending.count >= Self.maximumPending { return false }
            pending.append(request)
            return pending.count == 1
        }
        if isFirst { queue.async { [self] in flush() } }
    }

    /// Says whether what is said from now on is to be kept.
    package func setKeeping(_ isKept: Bool) { isKeeping.withLock { $0 = isKept } }

    /// Waits until everything is written, and closes the file; nothing is kept after that.
    package func finish() {
        let done = DispatchSemaphore(value: 0)
        queue.async { [self] in
            flush()
            if case .open(let database) = state.withLock({ $0 }) {
                state.withLock { $0 = .closed }
                // What fails here is in the log of changes, and is written back by the next run.
                try? database.close()
            }
            done.signal()
        }
        _ = done.wait(timeout: .now() + Self.finishTimeout)
    }

    // MARK: - What a front asks for

    /// Reads the latest messages of a room, in their order; also those that earlier versions have kept.
    package func load(
        _ room: RoomName,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    ) {
        queue.async { [self] in
            flush()
            let kept = read { database in
                let earlier = try database.earlierLines(of: room, latest: count)
                let records = try database.room(room, latest: count).records
                return earlier.compactMap(Self.message) + self.messages(records, in: room)
            }
            completion(Array((kept ?? []).suffix(count)))
        }
    }

    /// Reads those that come before a message of that time and id, in their order.
    package func load(
        _ room: RoomName,
        beforeMessage id: [UInt8],
        at milliseconds: UInt64,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    ) {
        let place = HistoryItem(time: milliseconds / 1_000, id: ItemID(ofMessage: id))
        queue.async { [self] in
            flush()
            let page = read { try $0.page(of: room, before: place, count: count) }
            completion(self.messages(page ?? [], in: room))
        }
    }

    /// Finds the latest messages of a room with all these words, in their order.
    package func search(
        _ words: String,
        in room: RoomName,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    ) {
        queue.async { [self] in
            flush()
            let found = read { try $0.search(words, in: room, count: count) }
            completion(self.messages(found ?? [], in: room))
        }
    }

    // MARK: - On the queue

    private func messages(_ records: [HistoryRecord], in room: RoomName) -> [ChatMessage] {
        records.compactMap { $0.chatMessage(in: room, localPeer: localPeer) }
    }

    private static func message(_ line: [UInt8]) -> ChatMessage? {
        guard case .message(let message)? = try? JSONLine.decode(line) else { return nil }
        return message
    }

    private func flush() {
        let taken = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        guard !taken.isEmpty else { return }
        _ = read { try $0.perform(taken) }
    }

    /// Does something with the database, which is opened for it; nil where that fails.
    private func read<Value>(_ body: (MessageDatabase) throws -> Value) -> Value? {
        do {
            guard let database = try database() else { return nil }
            return try body(database)
        } catch {
            state.withLock { $0 = .closed }
            report((error as? StoreError)?.explanation ?? "the history is not kept any longer: \(error)")
            return nil
        }
    }

    private func database() throws -> MessageDatabase? {
        switch state.withLock({ $0 }) {
        case .open(let database): return database
        case .closed: return nil
        case .unopened:
            let path = folder + "/messages.sqlite"
            let database = try MessageDatabase(path: path)
            if database.wasDamaged { report("the history was damaged and begins anew: \(path).damaged") }
            try EarlierFiles(folder: folder).takeOver(into: database)
            let now = UInt64(max(0, Date().timeIntervalSince1970))
            try database.expire(before: now - min(now, keep.seconds))
            state.withLock { $0 = .open(database) }
            return database
        }
    }
}
