import Glibc
import Net

/// A peer that keeps to the handshake and to nothing after it: it says whatever bytes it is given, over a
/// blocking socket.
struct HostilePeer {
    /// The stream on which gossip is spoken.
    private static let gossipStream: UInt32 = 1

    private let connection: Int32
    private var transport: NoiseTransport
    private var wire: [UInt8] = []
    private var block = [UInt8](repeating: 0, count: 65_536)

    /// Connects and shakes hands.
    ///
    /// - Parameter number: Makes the key; a victim that has had enough of one knows the next one not.
    init(port: UInt16, number: UInt64) throws {
        connection = try RawTCP.connect(port: port)
        RawTCP.setTimeout(connection, milliseconds: 200)
        transport = try Self.shakeHands(connection, number)
    }

    /// What a peer sends first: the proposal of Noise and the first handshake message.
    static func opening(_ number: UInt64) -> (
        dialer: MultistreamDialer, handshake: NoiseHandshake, bytes: [UInt8]
    ) {
        let seed = (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 8))) &+ UInt8($0) }
        var dialer = MultistreamDialer(protocols: [NoiseHandshake.protocolID], optimistic: true)
        var handshake = NoiseHandshake(
            role: .initiator,
            identity: LocalNoiseIdentity(keyPair: KeyPair(seed: seed), staticKey: seed.reversed()),
            ephemeralKey: seed.map { $0 ^ 0x55 },
            muxers: [YamuxConnection.protocolID],
            expectedPeer: nil
        )
        let bytes = dialer.takeOutbound() + handshake.takeOutbound()
        return (dialer, handshake, bytes)
    }

    private static func shakeHands(_ connection: Int32, _ number: UInt64) throws -> NoiseTransport {
        var (dialer, handshake, bytes) = opening(number)
        try RawTCP.send(connection, bytes)
        var isAgreed = false
        var block = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { throw BenchmarkError("the victim does not shake hands") }
            var received = block[..<count]
            if !isAgreed {
                guard case .selected(_, let leftover) = try dialer.receive(received) else { continue }
                isAgreed = true
                received = leftover
            }
            let progress = try handshake.receive(received)
            try RawTCP.send(connection, handshake.takeOutbound())
            if case .finished(let session, _) = progress { return session.transport }
        }
    }

    /// Opens a stream for gossip and says what it is for.
    mutating func openGossip() throws {
        var frames = YamuxBytes.windowUpdate(flags: 1, stream: Self.gossipStream, credit: 0)
        let proposal = ["/multistream/1.0.0", "/meshsub/1.1.0"].flatMap { name in
            [UInt8(name.utf8.count + 1)] + Array(name.utf8) + [UInt8(ascii: "\n")]
        }
        frames += YamuxBytes.data(proposal, stream: Self.gossipStream)
        guard try send(frames) else { throw BenchmarkError("the victim reads nothing") }
    }

    /// Yamux frames that carry an RPC.
    static func frames(of rpc: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        Varint.append(UInt64(rpc.count), to: &body)
        return YamuxBytes.data(body + rpc, stream: gossipStream)
    }

    /// Sends plaintext; false when the victim takes no more for now, or has hung up.
    mutating func send(_ plaintext: [UInt8]) throws -> Bool {
        transport.append(plaintext[...])
        wire = try transport.takeOutbound(replacement: wire)
        var rest = wire[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, RawTCP.noSignal)
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Throws away what the victim says.
    mutating func discardInput() {
        while recv(connection, &block, block.count, Int32(MSG_DONTWAIT)) > 0 {}
    }

    func end() {
        close(connection)
    }
}

/// Yamux frames, right or wrong.
enum YamuxBytes {
    static func header(type: UInt8, flags: UInt16, stream: UInt32, length: UInt32) -> [UInt8] {
        func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }
        return [0, type] + bigEndian(flags) + bigEndian(stream) + bigEndian(length)
    }

    static func data(_ body: [UInt8], stream: UInt32) -> [UInt8] {
        header(type: 0, flags: 0, stream: stream, length: UInt32(body.count)) + body
    }

    static func windowUpdate(flags: UInt16, stream: UInt32, credit: UInt32) -> [UInt8] {
        header(type: 1, flags: flags, stream: stream, length: credit)
    }

    static func ping(_ value: UInt32) -> [UInt8] {
        header(type: 2, flags: 1, stream: 0, length: value)
    }
}
