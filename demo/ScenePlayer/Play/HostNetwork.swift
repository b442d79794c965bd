import Foundation

/// The hosts of a scene: a network namespace each, with a virtual cable from each to one switch.
///
/// An unplugged host keeps its address and its open connections, and nothing arrives any more: what a
/// pulled cable does, and no proxy can. A shell in the switch's namespace holds everything; when it ends, the
/// kernel clears it all away.
final class HostNetwork {
    private let shell: ProcessSpawn.Started
    private var lines = LineReader()
    private var hosts: [String: Host] = [:]

    private struct Host {
        let number: Int
        /// A process in its namespace.
        let keeper: pid_t
        var isPlugged = true
    }

    /// The private network of all scenes; nothing of it is ever routed anywhere.
    private static let network = "10.77.0"
    private static let patience = Duration.seconds(10)

    /// - Throws: ``ProcessFailure`` where the kernel refuses; a scene that needs hosts is skipped before
    ///   that.
    init(_ names: [String]) throws(ProcessFailure) {
        guard let prefix = NetworkNamespaces.prefix else {
            throw ProcessFailure(message: NetworkNamespaces.obstacle ?? "no network namespaces")
        }
        shell = try ProcessSpawn.start(
            prefix + ["sh"],
            environment: ProcessInfo.processInfo.environment
        )
        _ = try ask(
            "ip link set lo up && ip link add switch type bridge forward_delay 0 && ip link set switch up"
        )
        for (index, name) in names.enumerated() { hosts[name] = try addHost(index + 1) }
    }

    /// Takes the network away, and with it whatever still runs there.
    func close() {
        kill(-shell.identifier, SIGKILL)
        var status: Int32 = 0
        waitpid(shell.identifier, &status, 0)
        for descriptor in [shell.input, shell.output, shell.errors] { Glibc.close(descriptor) }
    }

    // MARK: - For peers

    /// The command that runs `program` on a host.
    func command(_ program: [String], on name: String) -> [String] {
        guard let host = hosts[name] else { return program }
        // The switch's shell owns the user namespace, if there is one; entering it costs nothing otherwise.
        let isUser = NetworkNamespaces.prefix?.contains("--user") == true
        let user = isUser ? ["--user=/proc/\(shell.identifier)/ns/user", "--preserve-credentials"] : []
        return ["nsenter"] + user + ["--net=/proc/\(host.keeper)/ns/net", "--"] + program
    }

    func address(of name: String) -> String? { hosts[name].map { "\(Self.network).\($0.number)" } }

    // MARK: - Cables

    func isPlugged(_ name: String) -> Bool { hosts[name]?.isPlugged ?? true }

    /// Pulls the cable of a host out of the switch, or puts it in again.
    func plug(_ name: String, _ isPlugged: Bool) throws(ProcessFailure) {
        guard let host = hosts[name] else { return }
        _ = try ask("ip link set port\(host.number) \(isPlugged ? "up" : "down")")
        hosts[name]?.isPlugged = isPlugged
    }

    private func addHost(_ number: Int) throws(ProcessFailure) -> Host {
        let answer = try ask("unshare --net sh -c 'echo up; exec sleep infinity' & echo $!", answers: 2)
        guard let keeper = answer.compactMap({ pid_t($0) }).first else {
            throw ProcessFailure(message: "the namespace of host \(number) did not come up: \(answer)")
        }
        let inside = """
            ip link set lo up && ip addr add \(Self.network).\(number)/24 dev wire && ip link set wire up
            """
        _ = try ask(
            """
            ip link add port\(number) type veth peer name wire netns \(keeper) && \
            ip link set port\(number) master switch up && nsenter --net -t \(keeper) sh -c '\(inside)'
            """
        )
        return Host(number: number, keeper: keeper)
    }

    /// Has the shell run a line; gives back what it printed before `done`.
    private func ask(_ line: String, answers: Int = 0) throws(ProcessFailure) -> [String] {
        let command = "\(line) && echo done || echo failed\n"
        let written = Array(command.utf8).withUnsafeBytes { write(shell.input, $0.baseAddress, $0.count) }
        guard written == command.utf8.count else {
            throw ProcessFailure(message: "the shell of the hosts has gone")
        }
        let deadline = ContinuousClock.now + Self.patience
        var printed: [String] = []
        while ContinuousClock.now < deadline {
            var interest = pollfd(fd: shell.output, events: Int16(POLLIN), revents: 0)
            poll(&interest, 1, 100)
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(shell.output, &buffer, buffer.count)
            if count > 0 { printed += lines.lines(in: buffer[..<count]) }
            if printed.contains("failed") || count == 0 { break }
            if printed.contains("done"), printed.count == answers + 1 {
                return printed.filter { $0 != "done" }
            }
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(shell.errors, &buffer, buffer.count))
        let reason =
            String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").last ?? "no answer"
        throw ProcessFailure(message: "the network of the hosts cannot be made: \(reason) (\(line))")
    }
}
