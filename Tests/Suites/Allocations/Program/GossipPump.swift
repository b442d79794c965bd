import BenchWorkloads
import Gossip
import Net
import PubSub

/// Two peers in memory, one of which publishes what the other receives.
struct GossipPump: ~Copyable {
    private static let topic = "topic"

    private var link = MemoryLink(dialer: Self.peer(1), listener: Self.peer(2))
    private var received = 0
    private var subscribed = 0
    private var now = Instant.origin + .seconds(1)

    /// Connects them, and waits until each knows of the other's subscription.
    init() throws(PumpError) {
        _ = link.listener.listen(on: link.address)
        link.dialer.dial(link.address, keep: false, now: now)
        link.dialer.join(Self.topic, now: now)
        link.listener.join(Self.topic, now: now)
        for _ in 0..<50 { pass(.milliseconds(100)) }
        guard subscribed == 2 else { throw .notConnected }
    }

    private static func peer(_ number: UInt8) -> PubSub {
        PubSub(
            identity: KeyPair(seed: [UInt8](repeating: number, count: 32)),
            configuration: PubSubConfiguration(swarm: SwarmConfiguration(agentVersion: "allocations/1.0")),
            seed: [UInt8](repeating: number, count: PubSub.seedBytes),
            firstSequenceNumber: 1,
            now: .origin
        )
    }

    /// Takes a message from one program to the other, a hundred of which go between two heartbeats.
    mutating func carry(_ message: [UInt8]) throws(PumpError) {
        received = 0
        do throws(PublishError) {
            _ = try link.dialer.publish(message, to: Self.topic, now: now)
        } catch {
            throw .full
        }
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
            if case .subscribed = event { subscribed += 1 }
        }
        while let event = link.listener.pollEvent() {
            switch event {
            case .subscribed: subscribed += 1
            case .message: received += 1
            default: break
            }
        }
        return link.move(now: now)
    }
}
