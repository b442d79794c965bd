/// Why a command was not carried out, in one line for the person who typed it. Nothing has changed.
struct CommandFailure: Error, Hashable {
    /// The line.
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
