/// A line of a scene file.
public struct SceneLocation: Hashable, Sendable, CustomStringConvertible {
    /// The path as the user gave it.
    public let file: String
    /// Counted from 1; 0 means the file as a whole.
    public let line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `FILE:LINE`, which editors and terminals turn into a link.
    public var description: String { line > 0 ? "\(file):\(line)" : file }
}
