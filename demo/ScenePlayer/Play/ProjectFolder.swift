import Foundation

/// The folder of the project, from which the engines' commands are looked up.
package enum ProjectFolder {
    /// Looked for upwards from the folder of this program; where that finds nothing, the current folder.
    package static let path: String = {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("demo/wasmtime").path) {
                return folder.path
            }
        }
        return FileManager.default.currentDirectoryPath
    }()

    /// Makes it the current folder, so that a scene can be played from anywhere.
    package static func enter() {
        _ = FileManager.default.changeCurrentDirectoryPath(path)
    }
}
