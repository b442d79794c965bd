import ChatCore
import Glibc
import Net

/// Finds the key pair of this peer: reads its file, or makes a new one.
enum IdentityStore {
    /// The most bytes a key file has; a key in libp2p's form has 68.
    private static let maximumBytes = 4_096

    /// The key pair that the choice names.
    static func load(_ choice: IdentityChoice) throws(IdentityError) -> KeyPair {
        switch choice {
        case .memory: return newKeyPair()
        case .file(let path): return try loadOrCreate(path)
        case .standard:
            let folder = try dataFolder()
            try makeFolders(folder)
            return try loadOrCreate(folder + "/identity.key")
        }
    }

    private static func newKeyPair() -> KeyPair {
        KeyPair(seed: SystemEntropy.bytes(KeyPair.seedBytes))
    }

    /// `$XDG_DATA_HOME/hearsay`, by default `~/.local/share/hearsay` (XDG Base Directory Specification).
    private static func dataFolder() throws(IdentityError) -> String {
        if let folder = Environment.value("XDG_DATA_HOME"), folder.utf8.first == UInt8(ascii: "/") {
            return folder + "/hearsay"
        }
        guard let home = Environment.value("HOME") else { throw .noDataFolder }
        return home + "/.local/share/hearsay"
    }

    private static func makeFolders(_ path: String) throws(IdentityError) {
        var partial = ""
        for part in path.split(separator: "/") {
            partial += "/" + part
            if mkdir(partial, 0o700) != 0, errno != EEXIST, access(partial, F_OK) != 0 {
                throw .system(path: partial, action: "create the folder for", errorNumber: errno)
            }
        }
    }

    private static func loadOrCreate(_ path: String) throws(IdentityError) -> KeyPair {
        if let keyPair = try read(path) { return keyPair }
        try create(path, newKeyPair().privateKeyProtobuf)
        // What is there now counts: another process may have been first.
        guard let keyPair = try read(path) else {
            throw .system(path: path, action: "read", errorNumber: ENOENT)
        }
        return keyPair
    }

    /// Returns nil where there is no such file.
    private static func read(_ path: String) throws(IdentityError) -> KeyPair? {
        // Non-blocking, so that a named pipe does not hold us up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT, !isDanglingLink(path) { return nil }
            throw .system(path: path, action: "read", errorNumber: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .system(path: path, action: "read", errorNumber: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        if status.st_mode & 0o077 != 0 {
            // It may have come from elsewhere on purpose, so it is used: but whoever has the key is its owner.
            let mode = String(status.st_mode & 0o777, radix: 8)
            StandardStreams.printError(
                "hearsay: warning: the key file \(path) is open to other users (mode \(mode)): chmod 600 makes it yours alone"
            )
        }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw .system(path: path, action: "read", errorNumber: errno) }
        guard count <= maximumBytes else { throw .damaged(path: path, reason: "too long") }
        do {
            return try KeyPair(privateKeyProtobuf: Array(bytes[..<count]))
        } catch {
            throw .damaged(path: path, reason: count == 0 ? "it is empty" : error.description)
        }
    }

    private static func isDanglingLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Writes a new file beside the path and links it there, which fails rather than replaces: no reader ever sees half a key,
    /// and no key is ever overwritten.
    private static func create(_ path: String, _ bytes: [UInt8]) throws(IdentityError) {
        let temporary = "\(path).new.\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path: path, action: "create", errorNumber: errno) }
        defer { unlink(temporary) }
        let isWritten = StandardStreams.write(bytes, to: descriptor) && fsync(descriptor) == 0
        let writeError = errno
        close(descriptor)
        guard isWritten else { throw .system(path: path, action: "write", errorNumber: writeError) }
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw .system(path: path, action: "create", errorNumber: errno)
        }
    }
}
