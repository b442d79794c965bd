import Foundation

/// One publisher and the six peers of its mesh, each a process, all of one program.
///
/// The publisher is given as many lines as keep a window of messages under way: what is measured is how fast they get
/// through, not how many a queue can hold.
final class GossipScene {
    private static let receiverCount = 6
    private static let window = 32
    private static let room = "raw:bench"
    /// How long the mesh is given to form after the last peer has appeared: some heartbeats.
    private static let settling: UInt32 = 4
    private static let patience = 60.0

    private let publisher: Child
    private let receivers: [Child]
    private let counters: [MessageCounter]

    init(_ command: [String]) throws {
        let options = ["--headless", "--json", "--stay", "--identity", "memory", "--room", Self.room]
        publisher = try Child(
            command + options + ["--nick", "publisher", "--listen", "/ip4/127.0.0.1/tcp/0"]
        )
        let address = try Component.listenAddress(in: try publisher.readLine(containing: "listening"))
        receivers = try (0..<Self.receiverCount).map { number in
            try Child(
                command + options
                    + ["--nick", "reader\(number)", "--listen", "none", "--dial", address.description]
            )
        }
        counters = receivers.map(MessageCounter.init)
        var members = 0
        while members < Self.receiverCount {
            members += try publisher.readLine(containing: "member").contains("join") ? 1 : 0
        }
        sleep(Self.settling)
        // Its own events are of no further interest, but somebody has to read them.
        publisher.discardOutput()
    }

    /// Publishes so many messages and waits until all peers have all of them.
    func deliveriesPerSecond(messages: Int) throws -> Double {
        let text = String(repeating: "x", count: 190)
        let before = counters.map(\.count)
        let start = Clock.seconds
        var sent = 0
        while true {
            let received = zip(counters, before).map { $0.count - $1 }.min() ?? 0
            if received >= messages { break }
            while sent < messages, sent - received < Self.window {
                sent += 1
                publisher.write("\(text) \(sent)\n")
            }
            guard Clock.seconds - start < Self.patience else {
                throw BenchmarkError("only \(received) of \(messages) messages came")
            }
            usleep(200)
        }
        return Double(messages * Self.receiverCount) / (Clock.seconds - start)
    }

    func end() {
        receivers.forEach { $0.end() }
        publisher.end()
    }
}

/// Counts the messages that a process reports.
private final class MessageCounter: @unchecked Sendable {
    private static let marks = ["{\"event\":\"message\"", "{\"event\": \"message\""].map { Array($0.utf8) }

    private let lock = NSLock()
    private var messages = 0

    /// The messages so far.
    var count: Int { lock.withLock { messages } }

    init(_ child: Child) {
        child.onOutput { [self] line in
            guard Self.marks.contains(where: { line.starts(with: $0) }) else { return }
            lock.withLock { messages += 1 }
        }
    }
}
