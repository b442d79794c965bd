import Foundation

/// A folder for one test, gone with this value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "hearsay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of that name in it.
    func file(_ name: String) -> String { path + "/" + name }

    /// The content of a file; nil where there is none.
    func content(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: file(name)).map { [UInt8]($0) }
    }

    /// Writes a file.
    func write(_ name: String, _ text: String, permissions: Int = 0o600) {
        _ = FileManager.default.createFile(
            atPath: file(name),
            contents: Data(text.utf8),
            attributes: [.posixPermissions: permissions]
        )
    }

    /// Makes a symbolic link.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: target)
    }

    /// What a symbolic link says.
    func target(_ name: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: file(name))
    }

    /// The names in it.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Who may do what with a file, as in `chmod`.
    func permissions(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
    }
}
