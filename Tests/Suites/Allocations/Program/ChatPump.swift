import BenchWorkloads
import ChatCore
import Net

/// Two chat peers in memory: a line is typed to one, and shown by the other.
struct ChatPump: ~Copyable {
    private var link: MemoryLink<Node>
    private var received = 0
    private var met = 0
    private var now = Instant.origin + .seconds(1)

    /// Connects them, and waits until each has seen the other in the room.
    ///
    /// - Parameter keep: How much of the room they keep, as `--history` takes it.
    init(keep: String) throws(PumpError) {
        link = MemoryLink(
            dialer: Self.peer(1, ["--history", keep, "--listen", "none", "--dial", "/ip4/127.0.0.1/tcp/1"]),
            listener: Self.peer(2, ["--history", keep, "--listen", "/ip4/127.0.0.1/tcp/1"])
        )
        link.listener.start(now: now)
        link.dialer.start(now: now)
        for _ in 0..<50 { pass(.milliseconds(100)) }
        guard met == 2 else { throw .notConnected }
    }

    private static func peer(_ number: UInt8, _ arguments: [String]) -> Node {
        let all = ["--nick", "peer\(number)", "--identity", "memory"] + arguments
        guard case .run(let options) = OptionParser.parse(all, engine: .native, userName: nil) else {
            preconditionFailure("these options are right")
        }
        let configuration = NodeConfiguration(
            options: options,
            identity: KeyPair(seed: [UInt8](repeating: number, count: 32)),
            engine: .native,
            seed: [UInt8](repeating: number, count: NodeConfiguration.seedBytes),
            unixNanoseconds: 1,
            firstSequenceNumber: 1
        )
        return Node(configuration: configuration, now: .origin)
    }

    /// Takes a line from one screen to the other.
    mutating func carry(_ line: [UInt8]) throws(PumpError) {
        received = 0
        link.dialer.receiveInput(
            line[...],
            now: now,
            wallClockMilliseconds: UInt64(now.nanoseconds / 1_000_000)
        )
        pass(.milliseconds(10))
        guard received == 1 else { throw .lost }
    }

    private mutating func pass(_ time: Interval) {
        now = now + time
        if let deadline = link.dialer.nextDeadline, deadline <= now { link.dialer.handleTimeout(now: now) }
        if let deadline = link.listener.nextDeadline, deadline <= now {
            link.listener.handleTimeout(now: now)
        }
        while move() {}
    }

    private mutating func move() -> Bool {
        while let event = link.dialer.pollEvent() {
            if case .member(_, _, .join) = event { met += 1 }
        }
        while let event = link.listener.pollEvent() {
            switch event {
            case .member(_, _, .join): met += 1
            case .message: received += 1
            default: break
            }
        }
        return link.move(now: now)
    }
}
