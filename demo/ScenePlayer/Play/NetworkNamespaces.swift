import Foundation

/// Networks of their own for the peers of a scene, where the kernel and the user's rights permit them.
enum NetworkNamespaces {
    /// The beginning of a command that runs the rest in a network of its own; nil where nobody may do that.
    ///
    /// A user's own namespace needs no right at all on most machines; where those are forbidden, root may
    /// still do without.
    static let prefix: [String]? = [["--user", "--map-root-user"], []].map { ["unshare"] + $0 + ["--net"] }
        .first { succeeds($0 + ["sh", "-c", trial]) }

    /// Why scenes with hosts cannot be played here; nil when they can.
    static var obstacle: String? {
        if prefix != nil { return nil }
        return succeeds(["ip", "-V"])
            ? "this user may not create network namespaces with virtual cables"
            : "there is no ip command to make network namespaces with (package iproute2)"
    }

    /// What ``HostNetwork`` does, in small: a switch, a cable, a second network.
    private static let trial = """
        ip link add switch type bridge && ip link add port type veth peer name wire && unshare --net true \
        && command -v nsenter
        """

    private static func succeeds(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
