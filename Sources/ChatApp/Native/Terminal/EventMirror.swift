import ChatCore
import Glibc
import NativeSystem

/// Repeats the events of a chat on a full screen as JSON lines in a file or a named pipe, so that a scene can
/// watch the screen that an audience looks at. `HEARSAY_EVENTS` names it.
final class EventMirror: Sendable {
    private let descriptor: Int32

    /// Nil when the variable is not set or the file does not open.
    init?() {
        guard let path = Environment.value("HEARSAY_EVENTS") else { return nil }
        // Without blocking: a watcher that reads nothing must not stop the chat; it loses events instead.
        descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Writes one line for each event.
    func write(_ events: [ChatEvent]) {
        let bytes = HeadlessFormat.bytes(of: events, isJSON: true)
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}
