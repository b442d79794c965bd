import Glibc
import Net

/// Carries out a flood against a port for a time.
struct Attacker {
    let port: UInt16
    let seconds: Double
    private var number: UInt64

    /// - Parameter number: Its identities begin with this one.
    init(port: UInt16, seconds: Double, number: UInt64) {
        self.port = port
        self.seconds = seconds
        self.number = number
    }

    /// Processor seconds that it took; the time is over when this returns.
    mutating func carryOut(_ flood: Flood) throws -> Double {
        let before = Clock.threadSeconds
        let end = Clock.seconds + seconds
        while Clock.seconds < end {
            switch flood {
            case .connections: close(try RawTCP.connect(port: port))
            case .handshakes: try abandonHandshake()
            case .frames(let opensGossip, let frames):
                send(frames, opensGossip: opensGossip, until: end)
            }
        }
        return Clock.threadSeconds - before
    }

    /// The opening is the same every time: it costs the attacker nothing.
    private func abandonHandshake() throws {
        let connection = try RawTCP.connect(port: port)
        defer { close(connection) }
        RawTCP.setTimeout(connection, milliseconds: 200)
        try RawTCP.send(connection, Self.opening)
        var block = [UInt8](repeating: 0, count: 4_096)
        var received = 0
        // Noise's second message makes it more than multistream's answer alone.
        while received < 200 {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return }
            received += count
        }
    }

    private static let opening = HostilePeer.opening(1).bytes

    /// Sends over one connection until the victim closes it or time is over.
    private mutating func send(_ frames: [UInt8], opensGossip: Bool, until end: Double) {
        number += 1
        do {
            var peer = try HostilePeer(port: port, number: number)
            defer { peer.end() }
            if opensGossip { try peer.openGossip() }
            while Clock.seconds < end, try peer.send(frames) { peer.discardInput() }
        } catch {
            // It was not let in: that is what a victim may do. It tries again, but not without a rest.
            usleep(10_000)
        }
    }
}
