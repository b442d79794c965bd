import ChatCore

/// A chat that runs somewhere: on a thread of this process, or as a component in a child process.
///
/// Its events go to whoever started it; the last one is `closed`, however it ends.
protocol ChatEngine: AnyObject, Sendable {
    /// Hands a command over; never waits.
    func send(_ command: ChatCommand)
    /// Whether another can be started when this one has ended by itself.
    var canStartAgain: Bool { get }
    /// Waits until the chat has closed, and tells how it ended.
    func wait() -> NodeOutcome
}

extension NativeEngine: ChatEngine {
    /// It ends with the program.
    var canStartAgain: Bool { false }
}
