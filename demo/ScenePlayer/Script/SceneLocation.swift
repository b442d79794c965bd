/// A line of a scene file.
package struct SceneLocation: Hashable, Sendable, CustomStringConvertible {
    /// The path as the user gave it.
    package let file: String
    /// Counted from 1; 0 means the file as a whole.
    package let line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `FILE:LINE`, which editors and terminals turn into a link.
    package var description: String { line > 0 ? "\(file):\(line)" : file }
}
