import Foundation

/// A running program that takes lines and reports events: in the background, or in a pane of the stage.
protocol PeerProgram: AnyObject {
    var isFrozen: Bool { get }
    /// The descriptors to wait for, as `poll` wants them.
    var interests: [pollfd] { get }
    /// Types a line and Enter.
    func type(_ line: String)
    /// Ends its input, as Ctrl-D or a closed pipe does.
    func closeInput()
    func send(_ signal: PeerSignal)
    /// Moves whatever can be moved without waiting.
    func turn() -> [PeerOutput]
    /// Ends it if it still runs, and lets go of everything.
    func destroy()
}
