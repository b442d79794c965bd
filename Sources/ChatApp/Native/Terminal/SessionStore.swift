import ChatTerminal
import Dispatch
import Glibc
import NIOConcurrencyHelpers
import NativeSystem

/// Keeps where the reader was, for the next start. All writing is done on a queue of its own.
final class SessionStore: Sendable {
    private static let maximumBytes = 1 << 18
    /// How long the end of the program waits for the disk.
    private static let finishTimeout = DispatchTimeInterval.seconds(2)

    private let path: String
    private let queue = DispatchQueue(label: "session")
    private let latest = NIOLockedValueBox<Session?>(nil)

    /// The session of one identity, below `XDG_STATE_HOME` or `~/.local/state`; nil without a home folder.
    init?(identity: String) {
        guard let state = XDGFolders.path(.state) else { return nil }
        path = "\(state)/sessions/\(identity).toml"
    }

    /// What was kept; nil where there is nothing, or nothing that can be read.
    func load() -> Session? {
        guard let file = try? FileDescriptor.open(path, O_RDONLY | O_NONBLOCK) else { return nil }
        defer { file.close() }
        guard let bytes = try? file.readAll(limit: Self.maximumBytes) else { return nil }
        return Session(text: String(decoding: bytes, as: UTF8.self))
    }

    /// Keeps a session in place of the one before.
    func save(_ session: Session) {
        let isFirst = latest.withLockedValue { latest in
            defer { latest = session }
            return latest == nil
        }
        if isFirst { queue.async { [self] in write() } }
    }

    /// Waits until everything is written.
    func finish() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + Self.finishTimeout)
    }

    private func write() {
        let session = latest.withLockedValue { latest in
            defer { latest = nil }
            return latest
        }
        guard let session else { return }
        do throws(SystemError) {
            try Folders.make(Folders.parent(of: path))
            try WholeFile.replace(path, with: Array(session.text.utf8))
        } catch {
            // What cannot be kept is not there the next time; nothing is lost that was said.
        }
    }
}
