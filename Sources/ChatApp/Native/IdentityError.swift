import Glibc

/// Why there is no key to run with. Nothing was changed: a key file that cannot be used is never replaced.
enum IdentityError: Error, Equatable {
    /// Neither `XDG_DATA_HOME` nor `HOME` says where the data folder is.
    case noDataFolder
    /// A system call failed on that path; its error number.
    case system(path: String, action: String, errorNumber: Int32)
    /// The path is no regular file.
    case notAFile(path: String)
    /// The content is no Ed25519 key in libp2p's form.
    case damaged(path: String, reason: String)

    /// One line for the user.
    var explanation: String {
        switch self {
        case .noDataFolder:
            return "no data folder for the key: set HOME, or give --identity PATH or --identity memory"
        case .system(let path, let action, let errorNumber):
            return "cannot \(action) the key file \(path): \(String(cString: strerror(errorNumber)))"
        case .notAFile(let path): return "cannot read the key file \(path): it is not a file"
        case .damaged(let path, let reason):
            return "the key file \(path) is damaged (\(reason)); it was left as it is"
        }
    }
}
