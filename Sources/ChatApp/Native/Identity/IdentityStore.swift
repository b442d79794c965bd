import ChatCore
import Glibc
import NativeSystem
import Net

/// Finds the key pair of this peer: reads its file, or makes a new one.
enum IdentityStore {
    /// The most bytes a key file has; a key in libp2p's form has 68.
    private static let maximumBytes = 4_096

    /// The identity that the choice names. Its key file is ours until this process ends.
    ///
    /// - Parameter unixNanoseconds: the time; the numbers of the messages begin there, or higher.
    static func load(
        _ choice: IdentityChoice,
        unixNanoseconds: UInt64
    ) throws(IdentityError) -> Identity {
        switch choice {
        case .memory:
            return Identity(keyPair: newKeyPair(), firstSequenceNumber: unixNanoseconds, isLasting: false)
        case .file(let path):
            return try load(path, unixNanoseconds)
        case .standard:
            guard let folder = XDGFolders.path(.data) else { throw .noDataFolder }
            do throws(SystemError) {
                try Folders.make(folder)
            } catch {
                throw .system(path: folder, action: "create the folder for", error)
            }
            return try load(folder + "/identity.key", unixNanoseconds)
        }
    }

    private static func newKeyPair() -> KeyPair {
        KeyPair(seed: SystemEntropy.bytes(KeyPair.seedBytes))
    }

    private static func load(_ path: String, _ unixNanoseconds: UInt64) throws(IdentityError) -> Identity {
        // Never closed: the lock is on the descriptor, and goes with the process.
        let file = try openOrCreate(path)
        var warnings: [String] = []
        if let warning = try permissionWarning(file, path) { warnings.append(warning) }
        switch FileLock.take(file) {
        case .taken: break
        case .held(let process): throw .inUse(path: path, by: process)
        case .unavailable(let error):
            warnings.append(
                "the key file \(path) cannot be locked (\(error.text)): start no second process with this key"
            )
        }
        let keyPair = try read(file, path)
        let sequence = SequenceFile(path: try sequencePath(path))
        let reservation = sequence.reserve(unixNanoseconds: unixNanoseconds)
        warnings += reservation.problems.map { $0.warning(sequence.path) }
        return Identity(
            keyPair: keyPair,
            firstSequenceNumber: reservation.first,
            isLasting: true,
            warnings: warnings
        )
    }

    /// Beside the key itself, so that every link to it leads to the same numbers.
    private static func sequencePath(_ path: String) throws(IdentityError) -> String {
        do throws(SystemError) {
            return try SymbolicLinks.target(of: path) + ".sequence"
        } catch {
            throw .system(path: path, action: "read", error)
        }
    }

    // MARK: - The key file

    private static func openOrCreate(_ path: String) throws(IdentityError) -> FileDescriptor {
        if let file = try open(path) { return file }
        do throws(SystemError) {
            // What is there afterwards counts: another process may have been first.
            _ = try WholeFile.create(path, newKeyPair().privateKeyProtobuf)
        } catch {
            throw .system(path: path, action: "create", error)
        }
        guard let file = try open(path) else {
            throw .system(path: path, action: "read", SystemError(ENOENT))
        }
        return file
    }

    /// Returns nil where there is no such file.
    private static func open(_ path: String) throws(IdentityError) -> FileDescriptor? {
        // Without blocking, so that a named pipe does not hold us up. Nothing is written, but over NFS only
        // what may be written can be locked.
        var failure = SystemError(0)
        for access in [O_RDWR, O_RDONLY] {
            do throws(SystemError) {
                return try FileDescriptor.open(path, access | O_NONBLOCK)
            } catch {
                failure = error
            }
        }
        if failure.number == ENOENT, !isDanglingLink(path) { return nil }
        throw .system(path: path, action: "read", failure)
    }

    private static func isDanglingLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func permissionWarning(
        _ file: FileDescriptor,
        _ path: String
    ) throws(IdentityError) -> String? {
        let status: FileStatus
        do throws(SystemError) {
            status = try file.status()
        } catch {
            throw .system(path: path, action: "read", error)
        }
        guard status.kind == .regular else { throw .notAFile(path: path) }
        guard status.permissions & 0o077 != 0 else { return nil }
        // It may have come from elsewhere on purpose, so it is used: but whoever has the key is its owner.
        let mode = String(status.permissions & 0o777, radix: 8)
        return "the key file \(path) is open to other users (mode \(mode)): chmod 600 makes it yours alone"
    }

    private static func read(_ file: FileDescriptor, _ path: String) throws(IdentityError) -> KeyPair {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try file.readAll(limit: maximumBytes + 1)
        } catch {
            throw .system(path: path, action: "read", error)
        }
        guard bytes.count <= maximumBytes else { throw .damaged(path: path, reason: "too long") }
        do {
            return try KeyPair(privateKeyProtobuf: bytes)
        } catch {
            throw .damaged(path: path, reason: bytes.isEmpty ? "it is empty" : error.description)
        }
    }
}
