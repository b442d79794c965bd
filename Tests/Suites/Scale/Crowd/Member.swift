import Net
import NetNIO
import NIOCore

/// One peer of the crowd: an identity of its own, one connection.
final class Member {
    /// What a member tells the crowd.
    enum Report {
        /// Connected, and told who the other side is: Noise, Yamux and identify have done their part.
        case ready
        /// The dial or the handshake came to nothing.
        case failed(String)
        /// The connection went away although nobody asked for it.
        case lost(String)
        /// Left as asked: the socket is closed.
        case left
    }

    private var driver: TCPDriver<Swarm>?
    private var isLeaving = false
    private var isOver = false

    /// Dials `address`. Everything happens on `eventLoop`, and so do the reports.
    init(
        dialling address: Multiaddr,
        on eventLoop: any EventLoop,
        random: inout SystemRandomNumberGenerator,
        report: @escaping (Report) -> Void
    ) {
        var configuration = SwarmConfiguration(agentVersion: "crowd")
        // So that a chat peer keeps books on the member, as it does on any other.
        configuration.inboundProtocols = ["/meshsub/1.1.0"]
        let swarm = Swarm(
            identity: KeyPair(seed: Self.bytes(KeyPair.seedBytes, &random)),
            configuration: configuration,
            seed: Self.bytes(32, &random),
            now: TCPDriver<Swarm>.now
        )
        let member = NIOLoopBound(self, eventLoop: eventLoop)
        let driver = TCPDriver(client: swarm, on: eventLoop) { swarm in
            while let event = swarm.pollEvent() {
                guard let line = member.value.report(of: event) else { continue }
                report(line)
            }
            if member.value.isLeaving, !member.value.isOver, swarm.isShutDown {
                member.value.end()
                report(.left)
            }
        }
        self.driver = driver
        driver.perform { swarm, now in swarm.dial(address, keep: false, now: now) }
    }

    /// Says goodbye and closes; answered by `left`.
    func leave() {
        isLeaving = true
        driver?.perform { swarm, now in swarm.shutdown(now: now) }
    }

    private func report(of event: SwarmEvent) -> Report? {
        guard !isOver, !isLeaving else { return nil }
        switch event {
        case .identified: return .ready
        case .dialFailed(_, let error):
            end()
            return .failed(error.description)
        case .disconnected(_, let reason):
            end()
            return .lost(reason.description)
        default: return nil
        }
    }

    private func end() {
        isOver = true
        driver = nil
    }

    private static func bytes(_ count: Int, _ random: inout SystemRandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
