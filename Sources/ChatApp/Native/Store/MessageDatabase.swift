package import ChatCore
import Foundation
import GRDB
import Gossip
package import History
import NativeSystem
import Net

/// What was said in the rooms of one peer, in one SQLite file: the signed messages, and an index of their
/// words.
///
/// Every call reads or writes at once, and returns when what it has written outlives the process. What is
/// deleted is overwritten.
package final class MessageDatabase: Sendable {
    /// What is kept of one room.
    package struct Room: Equatable, Sendable {
        package var records: [HistoryRecord] = []
        /// When it was last forgotten: Unix time in seconds.
        package var floor: UInt64 = 0
    }

    /// Whether a damaged file was put aside.
    package let wasDamaged: Bool

    private let queue: DatabaseQueue
    /// Open for as long as the lock is ours.
    private let lock: FileDescriptor

    /// Opens the file at that path, and makes it where there is none, for the user alone.
    ///
    /// A file that is damaged is put aside, with `.damaged` behind its name, and another one is made.
    package init(path: String) throws(StoreError) {
        let lock = try Self.lock(path + ".lock")
        do {
            (queue, wasDamaged) = try Self.openOrReplace(path)
            self.lock = lock
        } catch {
            lock.close()
            throw StoreError.unusable("\(path): \(error)")
        }
    }

    private static func openOrReplace(_ path: String) throws -> (DatabaseQueue, Bool) {
        do {
            return (try open(path), false)
        } catch let error as DatabaseError where isDamage(error) {
            for suffix in ["", "-wal", "-shm"] { rename(path + suffix, path + ".damaged" + suffix) }
            return (try open(path), true)
        }
    }

    deinit {
        lock.close()
    }

    /// Writes the log of changes back and closes the file. Every later call fails.
    package func close() throws { try queue.close() }

    // MARK: - Reading

    /// What is kept of a room, the latest at most.
    package func room(_ room: RoomName, latest count: Int) throws -> Room {
        try queue.read { database in
            let name = room.topic
            let floor = try Int64.fetchOne(
                database,
                sql: "SELECT floor FROM room WHERE topic = ?",
                arguments: [name]
            )
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT bytes FROM message JOIN room ON room.id = message.room
                    WHERE topic = ? ORDER BY time DESC, item DESC LIMIT ?
                    """,
                arguments: [name, count]
            )
            var found = Room(floor: UInt64(clamping: floor ?? 0))
            while let row = try rows.next() {
                guard let record = Self.record(row["bytes"], in: room) else { continue }
                found.records.append(record)
            }
            found.records.reverse()
            return found
        }
    }

    /// The messages of a room that come before a place, the latest at most, in their order: a page of what
    /// was said earlier.
    package func page(of room: RoomName, before place: HistoryItem, count: Int) throws -> [HistoryRecord] {
        try queue.read { database in
            let bytes = try Data.fetchAll(
                database,
                sql: """
                    SELECT bytes FROM message JOIN room ON room.id = message.room
                    WHERE topic = ? AND (time, item) < (?, ?) ORDER BY time DESC, item DESC LIMIT ?
                    """,
                arguments: [
                    room.topic, Int64(clamping: place.time), Data(place.id.bytes), count,
                ]
            )
            return bytes.reversed().compactMap { Self.record($0, in: room) }
        }
    }

    /// The messages of a room in which all these words stand, the latest at most, in their order. Where there
    /// are none, those with words that begin so.
    package func search(_ words: String, in room: RoomName, count: Int) throws -> [HistoryRecord] {
        let found = try search(FTS5Pattern(matchingAllTokensIn: words), in: room, count: count)
        guard found.isEmpty else { return found }
        return try search(FTS5Pattern(matchingAllPrefixesIn: words), in: room, count: count)
    }

    private func search(_ pattern: FTS5Pattern?, in room: RoomName, count: Int) throws -> [HistoryRecord] {
        guard let pattern else { return [] }
        let bytes = try queue.read { database in
            // The index comes first, and is read from its end: a word of a million messages costs no more.
            try Data.fetchAll(
                database,
                sql: """
                    SELECT bytes FROM words CROSS JOIN message ON message.id = words.rowid
                    WHERE words MATCH ? AND room = (SELECT id FROM room WHERE topic = ?)
                    ORDER BY words.rowid DESC LIMIT ?
                    """,
                arguments: [pattern, room.topic, count]
            )
        }
        return bytes.compactMap { Self.record($0, in: room) }.sorted { $0.item < $1.item }
    }

    // MARK: - Writing

    /// Carries out what a node asks for, all of it or nothing.
    package func perform(_ requests: [StorageRequest]) throws {
        var deletes = false
        try queue.write { database in
            for request in requests {
                switch request {
                case .open: break
                case .keep(let room, let record): try Self.keep(record, in: room, database)
                case .drop(let room, let items):
                    for item in items { try Self.drop(item, of: room, database) }
                case .forget(let room, let seconds):
                    try Self.forget(room, seconds, database)
                    deletes = true
                }
            }
        }
        // What was forgotten stands in the log of changes until that is written back.
        if deletes { try compact() }
    }

    /// Deletes what is older than that, in every room: Unix time in seconds.
    package func expire(before seconds: UInt64) throws {
        let arguments: StatementArguments = [Int64(clamping: seconds)]
        let count = try queue.write { database in
            try database.execute(
                sql: "DELETE FROM words WHERE rowid IN (SELECT id FROM message WHERE time < ?)",
                arguments: arguments
            )
            try database.execute(sql: "DELETE FROM message WHERE time < ?", arguments: arguments)
            return database.changesCount
        }
        if count > 0 { try compact() }
    }

    /// Overwrites what was deleted wherever it still stands: the words in the index, and the log of changes.
    package func compact() throws {
        try queue.write { database in
            try database.execute(sql: "INSERT INTO words(words) VALUES('optimize')")
        }
        try queue.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
    }

    // MARK: - What versions before this one have kept

    /// Takes lines over that were kept without their signatures: they are shown, and offered to nobody.
    package func takeOver(_ lines: [(room: RoomName, line: [UInt8])]) throws {
        try queue.write { database in
            for entry in lines {
                try database.execute(
                    sql: "INSERT INTO earlier (room, line) VALUES (?, ?)",
                    arguments: [try Self.number(of: entry.room, database), Data(entry.line)]
                )
            }
        }
    }

    /// Those of a room, the latest at most, in their order.
    package func earlierLines(of room: RoomName, latest count: Int) throws -> [[UInt8]] {
        try queue.read { database in
            let lines = try Data.fetchAll(
                database,
                sql: """
                    SELECT line FROM earlier JOIN room ON room.id = earlier.room
                    WHERE topic = ? ORDER BY earlier.id DESC LIMIT ?
                    """,
                arguments: [room.topic, count]
            )
            return lines.reversed().map { Array($0) }
        }
    }

    // MARK: - Private

    private static func lock(_ path: String) throws(StoreError) -> FileDescriptor {
        let file: FileDescriptor
        do throws(SystemError) {
            try Folders.make(Folders.parent(of: path))
            file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
        } catch {
            throw .unusable("\(path): \(error.text)")
        }
        switch FileLock.take(file) {
        case .taken, .unavailable: return file
        case .held:
            file.close()
            throw .inUse
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        // SQLite gives the files beside it the mode of this one.
        if let file = try? FileDescriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW) { file.close() }
        chmod(path, 0o600)
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            // A process that is killed loses nothing; when the power fails, the last moments may be missing.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS room (
                        id INTEGER PRIMARY KEY, topic TEXT NOT NULL UNIQUE, floor INTEGER NOT NULL DEFAULT 0
                    );
                    CREATE TABLE IF NOT EXISTS message (
                        id INTEGER PRIMARY KEY, room INTEGER NOT NULL, time INTEGER NOT NULL,
                        item BLOB NOT NULL, bytes BLOB NOT NULL
                    );
                    CREATE UNIQUE INDEX IF NOT EXISTS message_place ON message (room, time, item);
                    CREATE TABLE IF NOT EXISTS earlier (
                        id INTEGER PRIMARY KEY, room INTEGER NOT NULL, line BLOB NOT NULL
                    );
                    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(nick, text);
                    """
            )
            // Reads a page of each table, so that damage shows now.
            _ = try Row.fetchOne(database, sql: "SELECT * FROM message ORDER BY id DESC LIMIT 1")
            _ = try Row.fetchOne(database, sql: "SELECT * FROM words LIMIT 1")
        }
        return queue
    }

    private static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    }

    private static func record(_ bytes: Data, in room: RoomName) -> HistoryRecord? {
        (try? SignedGossipMessage(trusting: Array(bytes))).flatMap {
            HistoryRecord($0, time: room.historyTime)
        }
    }

    private static func number(of room: RoomName, _ database: Database) throws -> Int64 {
        let topic = room.topic
        try database.execute(sql: "INSERT OR IGNORE INTO room (topic) VALUES (?)", arguments: [topic])
        return try Int64.fetchOne(database, sql: "SELECT id FROM room WHERE topic = ?", arguments: [topic])
            ?? 0
    }

    private static func keep(_ record: HistoryRecord, in room: RoomName, _ database: Database) throws {
        let time = Int64(clamping: record.item.time)
        try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO message (room, time, item, bytes) VALUES (?, ?, ?, ?)"
        )
        .execute(
            arguments: [
                try number(of: room, database), time, Data(record.item.id.bytes), Data(record.bytes),
            ]
        )
        guard database.changesCount > 0,
            let said = record.chatMessage(in: room, localPeer: record.author)
        else { return }
        try database.cachedStatement(sql: "INSERT INTO words (rowid, nick, text) VALUES (?, ?, ?)")
            .execute(arguments: [database.lastInsertedRowID, said.nick, said.text])
    }

    private static func drop(_ item: HistoryItem, of room: RoomName, _ database: Database) throws {
        let place: StatementArguments = [
            try number(of: room, database), Int64(clamping: item.time), Data(item.id.bytes),
        ]
        let condition = "FROM message WHERE room = ? AND time = ? AND item = ?"
        try database.execute(
            sql: "DELETE FROM words WHERE rowid IN (SELECT id \(condition))",
            arguments: place
        )
        try database.execute(sql: "DELETE \(condition)", arguments: place)
    }

    private static func forget(_ room: RoomName, _ seconds: UInt64, _ database: Database) throws {
        let number = try number(of: room, database)
        try database.execute(
            sql: "DELETE FROM words WHERE rowid IN (SELECT id FROM message WHERE room = ?)",
            arguments: [number]
        )
        try database.execute(sql: "DELETE FROM message WHERE room = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM earlier WHERE room = ?", arguments: [number])
        // What was said in this very second may have been meant, too.
        try database.execute(
            sql: "UPDATE room SET floor = ? WHERE id = ?",
            arguments: [Int64(clamping: seconds) + 1, number]
        )
    }
}
