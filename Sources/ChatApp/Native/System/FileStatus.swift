import Glibc

/// What the system knows about a file.
package struct FileStatus: Equatable, Sendable {
    /// What a path may lead to, as far as it makes a difference here.
    package enum Kind: Equatable, Sendable {
        /// A file with bytes in it.
        case regular
        /// A folder.
        case folder
        /// A pipe, a device, a socket.
        case other
    }

    package let kind: Kind
    /// Who may do what, as in `chmod`.
    package let permissions: UInt32
    /// How many bytes it has.
    package let byteCount: Int
    /// Whose it is.
    let owner: UInt32
    let group: UInt32

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        permissions = status.st_mode & 0o7777
        byteCount = Int(status.st_size)
        owner = status.st_uid
        group = status.st_gid
    }

    /// Of the file that a path leads to; nil where it leads nowhere.
    package static func of(_ path: String) throws(SystemError) -> FileStatus? {
        var status = Glibc.stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .last
        }
        return FileStatus(status)
    }
}
