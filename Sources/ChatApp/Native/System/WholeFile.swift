import Glibc

/// Files that are written whole or not at all: whenever the program or the machine stops, and whoever reads
/// at the same time, there is the old content or the new, never half of it.
package enum WholeFile {
    /// Makes a new file, for the user alone. An existing one is left as it is.
    ///
    /// - Returns: whether it was made; false where there is a file already.
    package static func create(_ path: String, _ bytes: [UInt8]) throws(SystemError) -> Bool {
        let temporary = try writeBeside(path, bytes, like: nil)
        defer { unlink(temporary) }
        // Unlike renaming, linking replaces nothing.
        if link(temporary, path) != 0 {
            switch errno {
            case EEXIST: return false
            case EPERM, EOPNOTSUPP, ENOSYS, EMLINK: return try createInPlace(path, bytes)
            default: throw .last
            }
        }
        Folders.synchronize(Folders.parent(of: path))
        return true
    }

    /// Replaces the content of a file, or makes it, for the user alone. A path that is a symbolic link stays
    /// one: what it leads to is replaced. Owner and permissions are kept.
    ///
    /// - Throws: `EISDIR` or `EINVAL` where the path leads to a folder, a device or a pipe, which are never
    ///   replaced.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let target = try SymbolicLinks.target(of: path)
        let status = try FileStatus.of(target)
        switch status?.kind {
        case nil, .regular: break
        case .folder: throw SystemError(EISDIR)
        case .other: throw SystemError(EINVAL)
        }
        let temporary = try writeBeside(target, bytes, like: status)
        guard rename(temporary, target) == 0 else {
            let failure = SystemError.last
            unlink(temporary)
            throw failure
        }
        Folders.synchronize(Folders.parent(of: target))
    }

    // MARK: - Steps

    /// Writes the bytes to the disk, under another name in the folder of `path`.
    ///
    /// - Returns: that name.
    private static func writeBeside(
        _ path: String,
        _ bytes: [UInt8],
        like status: FileStatus?
    ) throws(SystemError) -> String {
        // Of a length of its own, since the file's own name may be as long as names can be.
        let mark = String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = Folders.parent(of: path) + "/.hearsay-\(mark).new"
        let file = try FileDescriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
        defer { file.close() }
        do throws(SystemError) {
            if let status {
                // Only root can give a file to somebody else; everybody else replaces their own.
                _ = fchown(file.number, status.owner, status.group)
                _ = fchmod(file.number, status.permissions)
            }
            try file.writeAll(bytes)
            try file.synchronize()
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    /// For file systems without hard links: the file gets its name first and then its content.
    private static func createInPlace(_ path: String, _ bytes: [UInt8]) throws(SystemError) -> Bool {
        let file: FileDescriptor
        do throws(SystemError) {
            file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL)
        } catch {
            if error.number == EEXIST { return false }
            throw error
        }
        defer { file.close() }
        do throws(SystemError) {
            try file.writeAll(bytes)
            try file.synchronize()
        } catch {
            unlink(path)
            throw error
        }
        return true
    }
}
