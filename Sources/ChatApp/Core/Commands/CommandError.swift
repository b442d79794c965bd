/// A line that was typed and could not be understood. Nothing was sent and nothing changed.
public struct CommandError: Error, Equatable, Sendable {
    /// One line for the user.
    public let message: String
}
