import Foundation

/// Networks of their own for the peers of a scene, where the kernel and the user's rights permit them.
enum NetworkNamespaces {
    /// Tried once, with the command that would be used.
    static let arePermitted: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["unshare", "--user", "--map-root-user", "--net", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
