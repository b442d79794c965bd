import Glibc

/// Folders on the way to a file.
package enum Folders {
    /// The folder that a path is in: `.` for a bare name.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder and those above it that are missing, for the user alone.
    package static func make(_ path: String) throws(SystemError) {
        if mkdir(path, 0o700) == 0 { return }
        let failure = SystemError.last
        // Also what lies on a read-only file system may be there already.
        if let status = try? FileStatus.of(path), status.kind == .folder { return }
        guard failure.number == ENOENT else { throw failure }
        let parent = parent(of: path)
        guard parent != path, parent != "." else { throw failure }
        try make(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last }
    }

    /// Waits until the names in a folder are on the disk, as far as the system lets us.
    static func synchronize(_ path: String) {
        guard let folder = try? FileDescriptor.open(path, O_RDONLY | O_DIRECTORY) else { return }
        try? folder.synchronize()
        folder.close()
    }
}
