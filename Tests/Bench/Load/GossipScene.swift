import Foundation

/// One publisher and the six peers of its mesh, each a process, all of one program.
///
/// The publisher is given as many lines as keep a window of messages under way: what is measured is how fast
/// they get through, not how many a queue can hold.
final class GossipScene {
    private static let receiverCount = 6
    private static let window = 32
    private static let room = "raw:bench"
    /// How long the mesh is given to form after the last peer has appeared: some heartbeats.
    private static let settling: UInt32 = 4
    /// How long nothing may come before what is missing is taken for lost, in seconds.
    private static let patience = 2.0

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

    /// Publishes `messages` messages; returns how many arrived in each second, at all peers together, until
    /// the last one came.
    func deliveriesPerSecond(messages: Int) throws -> Double {
        let text = String(repeating: "x", count: 190)
        let before = delivered
        let start = Clock.seconds
        var lastArrival = start
        var lastProgress = start
        var received = 0
        var sent = 0
        var lost = 0
        while true {
            if delivered - before > received {
                received = delivered - before
                lastArrival = Clock.seconds
                lastProgress = lastArrival
            } else if Clock.seconds - lastProgress > Self.patience {
                lost = sent * Self.receiverCount - received
                lastProgress = Clock.seconds
            }
            let underWay = max(0, sent - (received + lost) / Self.receiverCount)
            if sent == messages, underWay == 0 { break }
            for _ in 0..<max(0, min(messages - sent, Self.window - underWay)) {
                sent += 1
                publisher.write("\(text) \(sent)\n")
            }
            usleep(200)
        }
        guard received > 0 else { throw BenchmarkError("no message came") }
        return Double(received) / (lastArrival - start)
    }

    /// Messages that have come, at all peers together.
    private var delivered: Int { counters.reduce(0) { $0 + $1.count } }

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
