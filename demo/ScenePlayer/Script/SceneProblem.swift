/// Why a scene cannot be played, or where and how it failed.
///
/// Its description is the whole message for the user: `FILE:LINE: what was expected, and what was there instead`.
public struct SceneProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let location: SceneLocation
    public let message: String

    public init(_ location: SceneLocation, _ message: String) {
        self.location = location
        self.message = message
    }

    public var description: String { "\(location): \(message)" }
}
