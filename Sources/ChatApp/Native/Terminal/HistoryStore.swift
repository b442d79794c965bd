import ChatCore
import Dispatch
import Glibc
import NIOConcurrencyHelpers
import NativeSystem

/// Keeps what is shown of a component's talk in files, one for each room, and reads their ends in the next
/// run. Lines of JSON as `--json` writes them, with the text as it was sent: it is made displayable when it
/// is shown. All reading and writing is done on a queue of its own.
final class HistoryStore: MessageKeeper {
    /// A file of more bytes becomes the old one, in place of the one that was.
    static let maximumFileBytes = 4 << 20
    /// How much is read of a room, in bytes.
    static let maximumLoadedBytes = 1 << 19
    /// What waits for a disk that does not answer; more is lost.
    static let maximumPendingBytes = 8 << 20
    /// How long the end of the program waits for the disk.
    private static let finishTimeout = DispatchTimeInterval.seconds(2)

    private let folder: String
    private let queue = DispatchQueue(label: "history")
    private let pending = NIOLockedValueBox<[(path: String, bytes: [UInt8])]>([])
    private let hasFailed = NIOLockedValueBox(false)
    private let report: @Sendable (String) -> Void

    /// The history of one identity, below `XDG_STATE_HOME` or `~/.local/state`; nil without a home folder.
    ///
    /// - Parameter report: Called once, when something cannot be written.
    init?(identity: String, report: @escaping @Sendable (String) -> Void) {
        guard let state = XDGFolders.path(.state) else { return nil }
        folder = "\(state)/history/\(identity)"
        self.report = report
    }

    /// Keeps a message.
    func append(_ message: ChatMessage) {
        let line = JSONLine.encode(.message(message)) + [UInt8(ascii: "\n")]
        let path = path(message.room)
        let isFirst = pending.withLockedValue { pending in
            guard pending.reduce(0, { $0 + $1.bytes.count }) < Self.maximumPendingBytes else { return false }
            if let last = pending.indices.last, pending[last].path == path {
                pending[last].bytes += line
                return false
            }
            pending.append((path, line))
            return pending.count == 1
        }
        if isFirst { queue.async { [self] in flush() } }
    }

    /// Reads the end of what was kept of a room.
    func load(_ room: RoomName, latest count: Int, completion: @escaping @Sendable ([ChatMessage]) -> Void) {
        queue.async { [self] in
            flush()
            completion(read(room, latest: count))
        }
    }

    /// Reads nothing: what `load` has read is nearly all.
    func load(
        _ room: RoomName,
        beforeMessage id: [UInt8],
        at milliseconds: UInt64,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    ) {
        completion([])
    }

    /// Finds the latest messages with all these words.
    func search(
        _ words: String,
        in room: RoomName,
        latest count: Int,
        completion: @escaping @Sendable ([ChatMessage]) -> Void
    ) {
        let words = words.lowercased().split(separator: " ")
        queue.async { [self] in
            flush()
            let found = read(room, latest: .max).filter { message in
                let text = "\(message.nick) \(message.text)".lowercased()
                return words.allSatisfy { text.contains($0) }
            }
            completion(Array(found.suffix(count)))
        }
    }

    /// The terminal hands over nothing while nothing is to be kept.
    func setKeeping(_ isKeeping: Bool) {}

    /// Overwrites and removes what was kept of a room.
    func forget(_ room: RoomName) {
        queue.async { [self] in
            flush()
            let path = path(room)
            for name in [path, path + ".old"] {
                do throws(SystemError) {
                    try Self.erase(name)
                } catch {
                    reportOnce("what was kept cannot be deleted: \(name): \(error.text)")
                }
            }
        }
    }

    /// Waits until everything is written.
    func finish() {
        let done = DispatchSemaphore(value: 0)
        queue.async { [self] in
            flush()
            done.signal()
        }
        _ = done.wait(timeout: .now() + Self.finishTimeout)
    }

    // MARK: - On the queue

    private func flush() {
        let taken = pending.withLockedValue { pending in
            defer { pending = [] }
            return pending
        }
        for (path, bytes) in taken {
            do throws(SystemError) {
                try Self.append(bytes, to: path)
            } catch {
                reportOnce("the history is not kept: \(path): \(error.text)")
            }
        }
    }

    private func reportOnce(_ problem: String) {
        let isFirst = hasFailed.withLockedValue { hasFailed in
            defer { hasFailed = true }
            return !hasFailed
        }
        if isFirst { report(problem) }
    }

    private func read(_ room: RoomName, latest count: Int) -> [ChatMessage] {
        let path = path(room)
        var bytes = Self.tail(of: path, Self.maximumLoadedBytes)
        if bytes.count < Self.maximumLoadedBytes {
            bytes = Self.tail(of: path + ".old", Self.maximumLoadedBytes - bytes.count) + bytes
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).suffix(count)
        return lines.compactMap { line in
            // The first line may be cut; what is damaged is left out.
            guard case .message(let message)? = try? JSONLine.decode(Array(line)), message.room == room else {
                return nil
            }
            return message
        }
    }

    // MARK: - Files

    private func path(_ room: RoomName) -> String {
        let path = "\(folder)/\(Self.fileName(room)).jsonl"
        // A link stays where it is when the file behind it becomes the old one.
        return (try? SymbolicLinks.target(of: path)) ?? path
    }

    /// The room's name with everything but letters, digits, `-` and `_` as `%xx`; a name too long for a file
    /// ends in a checksum.
    static func fileName(_ room: RoomName) -> String {
        var name = ""
        for byte in room.text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F:
                name.append(Character(Unicode.Scalar(byte)))
            default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        guard name.utf8.count > 200 else { return name }
        return name.prefix(180) + "-" + String(Checksum.fnv1a(room.text.utf8), radix: 16)
    }

    /// Appends whole lines. Where the last run was stopped in the middle of one, its rest stays alone on its
    /// line.
    private static func append(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let file = try openForAppending(path)
        defer { file.close() }
        try file.writeAll(endsInsideLine(file) ? [UInt8(ascii: "\n")] + bytes : bytes)
        if try file.status().byteCount > maximumFileBytes, rename(path, path + ".old") != 0 { throw .last }
    }

    private static func openForAppending(_ path: String) throws(SystemError) -> FileDescriptor {
        let flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW
        do throws(SystemError) {
            return try FileDescriptor.open(path, flags)
        } catch {
            guard error.number == ENOENT else { throw error }
            try Folders.make(Folders.parent(of: path))
            return try FileDescriptor.open(path, flags)
        }
    }

    private static func erase(_ path: String) throws(SystemError) {
        let file: FileDescriptor
        do throws(SystemError) {
            file = try FileDescriptor.open(path, O_RDWR | O_NOFOLLOW)
        } catch {
            guard error.number == ENOENT else { throw error }
            return
        }
        defer { file.close() }
        try file.writeAll([UInt8](repeating: 0, count: try file.status().byteCount))
        try file.synchronize()
        guard unlink(path) == 0 else { throw .last }
    }

    private static func endsInsideLine(_ file: FileDescriptor) -> Bool {
        var last: UInt8 = 0
        let size = lseek(file.number, 0, SEEK_END)
        return size > 0 && pread(file.number, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    }

    private static func tail(of path: String, _ count: Int) -> [UInt8] {
        guard let file = try? FileDescriptor.open(path, O_RDONLY | O_NOFOLLOW) else { return [] }
        defer { file.close() }
        lseek(file.number, max(0, lseek(file.number, 0, SEEK_END) - count), SEEK_SET)
        return (try? file.readAll(limit: count)) ?? []
    }
}
