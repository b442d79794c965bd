import NativeSystem

/// Why there is no key to run with. Nothing was changed: a key file that cannot be used is never replaced.
enum IdentityError: Error, Equatable {
    /// Neither `XDG_DATA_HOME` nor `HOME` says where the data folder is.
    case noDataFolder
    /// A system call failed on that path.
    case system(path: String, action: String, SystemError)
    /// The path is no regular file.
    case notAFile(path: String)
    /// The content is no Ed25519 key in libp2p's form.
    case damaged(path: String, reason: String)
    /// Another process runs with this key; nil where that one cannot be seen from here. The messages of two
    /// would be taken for repetitions of one another.
    case inUse(path: String, by: RunningProcess?)

    /// One line for the user.
    var explanation: String {
        switch self {
        case .noDataFolder:
            return "no data folder for the key: set HOME, or give --identity PATH or --identity memory"
        case .system(let path, let action, let error):
            return "cannot \(action) the key file \(path): \(error.text)"
        case .notAFile(let path): return "cannot read the key file \(path): it is not a file"
        case .damaged(let path, let reason):
            return "the key file \(path) is damaged (\(reason)); it was left as it is"
        case .inUse(let path, let process):
            return "the key file \(path) is in use by \(Self.description(of: process)): end that one first, "
                + "or start this one with --identity memory or another --identity PATH"
        }
    }

    private static func description(of process: RunningProcess?) -> String {
        guard let process else { return "another process, in another container or on another machine" }
        let name = process.name.map { " (\($0))" } ?? ""
        return "process \(process.identifier)\(name)"
    }
}
