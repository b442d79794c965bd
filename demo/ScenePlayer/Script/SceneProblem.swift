/// Why a scene cannot be played, or where and how it failed.
///
/// Its description is the whole message for the user: `FILE:LINE: what was expected, and what was there
/// instead`.
package struct SceneProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let location: SceneLocation
    package let message: String

    package init(_ location: SceneLocation, _ message: String) {
        self.location = location
        self.message = message
    }

    package var description: String { "\(location): \(message)" }
}
