import Glibc

/// Paths behind symbolic links.
package enum SymbolicLinks {
    /// How many links in a row are followed: as many as the system follows.
    private static let maximumLinks = 40

    /// Where a path leads when its last part is a link, also when nothing is there yet; otherwise the path
    /// itself.
    ///
    /// - Throws: `ELOOP` where links lead in a circle.
    package static func target(of path: String) throws(SystemError) -> String {
        var path = path
        for _ in 0..<maximumLinks {
            guard let link = link(at: path) else { return path }
            path = link.hasPrefix("/") ? link : Folders.parent(of: path) + "/" + link
        }
        throw SystemError(ELOOP)
    }

    /// What a link says; nil where the path is none.
    private static func link(at path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
