import Net
import Testing

@Suite("Noise handshake")
struct NoiseHandshakeTests {
    private static let yamux = "/yamux/1.0.0"

    private static func keyPair(_ number: UInt8) -> KeyPair {
        KeyPair(seed: [UInt8](repeating: number, count: 32))
    }

    private static func identity(_ number: UInt8) -> LocalNoiseIdentity {
        LocalNoiseIdentity(keyPair: keyPair(number), staticKey: [UInt8](repeating: number &+ 100, count: 32))
    }

    private func handshake(
        _ role: NoiseRole,
        muxers: [String] = [],
        expecting expectedPeer: PeerID? = nil
    ) -> NoiseHandshake {
        let number: UInt8 = role == .initiator ? 1 : 2
        return NoiseHandshake(
            role: role,
            identity: Self.identity(number),
            ephemeralKey: [UInt8](repeating: number &+ 50, count: 32),
            muxers: muxers,
            expectedPeer: expectedPeer
        )
    }

    /// Runs both sides to the end; the initiator's second flight is at the start of its transport's outbound.
    private func run(
        _ initiator: inout NoiseHandshake,
        _ responder: inout NoiseHandshake,
        chunkBytes: Int = .max
    ) throws -> (initiator: NoiseSession, responder: NoiseSession) {
        _ = try feed(initiator.takeOutbound(), to: &responder, chunkBytes)
        var first = try #require(try feed(responder.takeOutbound(), to: &initiator, chunkBytes))
        let last = try first.transport.takeOutbound()
        let second = try #require(try feed(last, to: &responder, chunkBytes))
        return (first, second)
    }

    private func feed(
        _ bytes: [UInt8],
        to handshake: inout NoiseHandshake,
        _ chunkBytes: Int = .max
    ) throws -> NoiseSession? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(chunkBytes)
            rest = rest.dropFirst(chunkBytes)
            if case .finished(let session, let leftover) = try handshake.receive(chunk) {
                #expect(leftover.isEmpty && rest.isEmpty)
                return session
            }
        }
        return nil
    }

    @Test("Both sides know each other afterwards, however the stream is cut", arguments: [1, 2, 33, .max])
    func authenticates(chunkBytes: Int) throws {
        var initiator = handshake(.initiator, expecting: Self.keyPair(2).peerID)
        var responder = handshake(.responder)
        var (first, second) = try run(&initiator, &responder, chunkBytes: chunkBytes)
        #expect(first.remotePeerID == Self.keyPair(2).peerID)
        #expect(first.remotePublicKey == Self.keyPair(2).publicKey)
        #expect(second.remotePeerID == Self.keyPair(1).peerID)
        #expect(first.muxer == nil && second.muxer == nil)
        for _ in 0..<3 {
            first.transport.append([1, 2, 3])
            second.transport.append([4])
            var toSecond = try first.transport.takeOutbound()[...]
            var toFirst = try second.transport.takeOutbound()[...]
            #expect(try second.transport.open(&toSecond) == [1, 2, 3])
            #expect(try first.transport.open(&toFirst) == [4])
        }
    }

    @Test("Data behind the last message is handed on")
    func leftover() throws {
        var initiator = handshake(.initiator)
        var responder = handshake(.responder)
        _ = try feed(initiator.takeOutbound(), to: &responder)
        var session = try #require(try feed(responder.takeOutbound(), to: &initiator))
        session.transport.append([42])
        let wire = try session.transport.takeOutbound()
        guard case .finished(var other, var leftover) = try responder.receive(wire[...]) else {
            Issue.record("not finished")
            return
        }
        #expect(leftover.count == 2 + 1 + 16)
        #expect(try other.transport.open(&leftover) == [42])
    }

    @Test("The responder sends nothing of its own before the third message")
    func responderWaits() throws {
        var initiator = handshake(.initiator)
        var responder = handshake(.responder)
        let first = initiator.takeOutbound()
        #expect(first.count == 34 && first.prefix(2) == [0, 32])
        #expect(responder.takeOutbound() == [])
        _ = try feed(first, to: &responder)
        let second = responder.takeOutbound()
        #expect(Int(second[0]) << 8 | Int(second[1]) == second.count - 2)
    }

    // MARK: - Early muxer negotiation

    @Test(
        "The first of the initiator's muxers that both list is chosen; without a list, none",
        arguments: [
            ([yamux], [yamux], yamux), (["/a", "/b"], ["/b", "/a"], "/a"), (["/a", "/b"], ["/b"], "/b"),
            ([], [yamux], nil), ([yamux], [], nil), ([], [], nil),
        ] as [([String], [String], String?)]
    )
    func choosesMuxer(wanted: [String], offered: [String], result: String?) throws {
        var initiator = handshake(.initiator, muxers: wanted)
        var responder = handshake(.responder, muxers: offered)
        let (first, second) = try run(&initiator, &responder)
        #expect(first.muxer == result && second.muxer == result)
    }

    @Test("Two lists that have nothing in common end the handshake")
    func noCommonMuxer() throws {
        var initiator = handshake(.initiator, muxers: ["/a"])
        var responder = handshake(.responder, muxers: ["/b"])
        _ = try feed(initiator.takeOutbound(), to: &responder)
        #expect(throws: NoiseError.noCommonMuxer) { try initiator.receive(responder.takeOutbound()[...]) }
        #expect(initiator.takeOutbound() == [])
    }

    // MARK: - What a peer can do wrong

    @Test("Another peer than the dialled one is told from it, and gets no third message")
    func identityMismatch() throws {
        let dialled = Self.keyPair(9).peerID
        var initiator = handshake(.initiator, expecting: dialled)
        var responder = handshake(.responder)
        _ = try feed(initiator.takeOutbound(), to: &responder)
        #expect(throws: NoiseError.identityMismatch(expected: dialled, proved: Self.keyPair(2).peerID)) {
            try initiator.receive(responder.takeOutbound()[...])
        }
        #expect(initiator.takeOutbound() == [])
    }

    @Test("Every flipped bit of the second and third message ends the handshake")
    func flippedBits() throws {
        var initiator = handshake(.initiator)
        var responder = handshake(.responder)
        _ = try feed(initiator.takeOutbound(), to: &responder)
        let second = responder.takeOutbound()
        for changed in oneBitChanges(of: Array(second.dropFirst(2))) {
            var victim = initiator
            #expect(throws: NoiseError.self) { try victim.receive(second[..<2] + changed) }
        }
        var session = try #require(try feed(second, to: &initiator))
        let third = try session.transport.takeOutbound()
        for changed in oneBitChanges(of: Array(third.dropFirst(2))) {
            var victim = responder
            #expect(throws: NoiseError.self) { try victim.receive(third[..<2] + changed) }
        }
    }

    @Test("A changed first message makes the second unreadable: both sides hash what they saw")
    func changedFirstMessage() throws {
        var initiator = handshake(.initiator)
        let first = initiator.takeOutbound()
        for changed in oneBitChanges(of: Array(first.dropFirst(2))).prefix(250) {
            var responder = handshake(.responder)
            _ = try responder.receive(first[..<2] + changed)
            var victim = initiator
            #expect(throws: NoiseError.decryptionFailed) { try victim.receive(responder.takeOutbound()[...]) }
        }
    }

    @Test(
        "A first message of another length is refused from its prefix alone",
        arguments: [0, 1, 15, 31, 33, 48, 65_535]
    )
    func firstLength(count: Int) {
        var responder = handshake(.responder)
        #expect(throws: NoiseError.invalidRecordLength) {
            try responder.receive([UInt8(count >> 8), UInt8(count & 0xFF)])
        }
    }

    @Test("A second or third message too short for its keys is refused from its prefix alone")
    func laterLengths() throws {
        var initiator = handshake(.initiator)
        var responder = handshake(.responder)
        _ = try feed(initiator.takeOutbound(), to: &responder)
        #expect(throws: NoiseError.invalidRecordLength) { try initiator.receive([0, 95]) }
        #expect(throws: NoiseError.invalidRecordLength) { try responder.receive([0, 63]) }
    }

    @Test("Keys of low order are refused in every message that carries one")
    func lowOrderKeys() throws {
        // The all-zero key, one, and the order-8 points of RFC 7748's curve.
        let lowOrder = [
            String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ]
        for hex in lowOrder {
            let point = try #require(Hex.decode(hex))
            var responder = handshake(.responder)
            #expect(throws: NoiseError.unusableKey) { try responder.receive([0, 32] + point[...]) }
            var initiator = handshake(.initiator)
            #expect(throws: NoiseError.unusableKey) {
                try initiator.receive([0, 96] + point[...] + [UInt8](repeating: 0, count: 64))
            }
        }
    }

    @Test("Our own messages sent back to us are no handshake")
    func reflection() throws {
        var initiator = handshake(.initiator)
        let first = initiator.takeOutbound()
        #expect(throws: NoiseError.invalidRecordLength) { try initiator.receive(first[...]) }
        var responder = handshake(.responder)
        _ = try responder.receive(first[...])
        let second = responder.takeOutbound()
        #expect(throws: NoiseError.decryptionFailed) { try responder.receive(second[...]) }
    }

    @Test("Two initiators that dial each other at once both fail")
    func simultaneousOpen() throws {
        var first = handshake(.initiator)
        var second = handshake(.initiator)
        let (toSecond, toFirst) = (first.takeOutbound(), second.takeOutbound())
        #expect(throws: NoiseError.invalidRecordLength) { try first.receive(toFirst[...]) }
        #expect(throws: NoiseError.invalidRecordLength) { try second.receive(toSecond[...]) }
    }

    @Test("A replayed handshake fails at its third message: the responder's keys are new")
    func replay() throws {
        var initiator = handshake(.initiator)
        var responder = handshake(.responder)
        let first = initiator.takeOutbound()
        _ = try feed(first, to: &responder)
        var session = try #require(try feed(responder.takeOutbound(), to: &initiator))
        let third = try session.transport.takeOutbound()
        var other = NoiseHandshake(
            role: .responder,
            identity: Self.identity(2),
            ephemeralKey: [UInt8](repeating: 77, count: 32),
            muxers: [],
            expectedPeer: nil
        )
        _ = try other.receive(first[...])
        #expect(throws: NoiseError.decryptionFailed) { try other.receive(third[...]) }
    }

    // MARK: - Payloads

    /// Plays the initiator by hand, with any payload in the first and the third message.
    private func answer(
        first: [UInt8] = [],
        third: (_ staticKey: [UInt8]) -> [UInt8],
        muxers: [String] = []
    ) throws -> NoiseProgress {
        let staticKey = X25519KeyPair(privateKey: [UInt8](repeating: 3, count: 32))
        var state = HandshakeState(
            role: .initiator,
            staticKey: staticKey,
            ephemeralKey: X25519KeyPair(privateKey: [UInt8](repeating: 4, count: 32))
        )
        var responder = handshake(.responder, muxers: muxers)
        func frame(_ message: [UInt8]) -> [UInt8] {
            [UInt8(message.count >> 8), UInt8(message.count & 0xFF)] + message
        }
        var message: [UInt8] = []
        try state.writeMessage(payload: first[...], to: &message)
        _ = try responder.receive(frame(message)[...])
        _ = try state.readMessage(responder.takeOutbound().dropFirst(2))
        message = []
        try state.writeMessage(payload: third(staticKey.publicKey)[...], to: &message)
        return try responder.receive(frame(message)[...])
    }

    private func payload(
        _ staticKey: [UInt8],
        key: [UInt8]? = Self.keyPair(1).publicKey.protobuf,
        prefix: String = "noise-libp2p-static-key:",
        extra: (inout ProtobufWriter) -> Void = { _ in }
    ) -> [UInt8] {
        var writer = ProtobufWriter()
        if let key { writer.append(1, bytes: key) }
        writer.append(2, bytes: Self.keyPair(1).sign([UInt8](prefix.utf8) + staticKey))
        extra(&writer)
        return writer.bytes
    }

    @Test("A good payload is accepted, unknown fields and extensions and 60 KB of them included")
    func unknownFields() throws {
        let progress = try answer(third: { key in
            payload(key) { writer in
                writer.append(3, bytes: [1, 2])
                writer.append(4) { $0.append(1, bytes: [UInt8](repeating: 9, count: 60_000)) }
                writer.append(99, varint: 5)
            }
        })
        guard case .finished(let session, _) = progress else {
            Issue.record("not finished")
            return
        }
        #expect(session.remotePeerID == Self.keyPair(1).peerID)
    }

    @Test("The first message has to be empty: it is not encrypted")
    func firstPayload() {
        #expect(throws: NoiseError.invalidRecordLength) {
            try answer(first: [1], third: { payload($0) })
        }
    }

    @Test("A signature over anything else than the prefix and the static key is refused")
    func wrongSignatures() {
        #expect(throws: NoiseError.invalidSignature) { try answer(third: { payload($0, prefix: "") }) }
        #expect(throws: NoiseError.invalidSignature) {
            try answer(third: { payload($0, prefix: "noise-libp2p-static-key") })
        }
        #expect(throws: NoiseError.invalidSignature) {
            try answer(third: { _ in payload(Self.keyPair(1).publicKey.data) })
        }
        // A right signature under somebody else's name.
        #expect(throws: NoiseError.invalidSignature) {
            try answer(third: { payload($0, key: Self.keyPair(2).publicKey.protobuf) })
        }
    }

    @Test("A payload without key or signature, or that is no protobuf, is refused")
    func malformedPayloads() {
        #expect(throws: NoiseError.missingIdentity) { try answer(third: { payload($0, key: nil) }) }
        #expect(throws: NoiseError.missingIdentity) { try answer(third: { _ in [] }) }
        #expect(throws: NoiseError.missingIdentity) {
            try answer(third: { _ in [0x0A, 36] + Self.keyPair(1).publicKey.protobuf })
        }
        #expect(throws: NoiseError.malformedPayload) { try answer(third: { _ in [0x0A, 0xFF] }) }
        #expect(throws: NoiseError.malformedPayload) {
            try answer(third: { key in
                payload(key) { $0.append(1, bytes: Self.keyPair(2).publicKey.protobuf) }
            })
        }
        #expect(throws: NoiseError.malformedPayload) { try answer(third: { key in payload(key) + [0x0B] }) }
        #expect(throws: NoiseError.malformedPayload) {
            try answer(third: { payload($0, key: [UInt8](repeating: 0, count: 5000)) })
        }
    }

    @Test("An identity key that cannot be checked is refused with its kind")
    func identityKeys() {
        #expect(throws: NoiseError.identityKey(.unsupportedType(2))) {
            try answer(third: { payload($0, key: [8, 2, 0x12, 33] + [UInt8](repeating: 3, count: 33)) })
        }
        #expect(throws: NoiseError.identityKey(.wrongLength)) {
            try answer(third: { payload($0, key: [8, 1, 0x12, 31] + [UInt8](repeating: 3, count: 31)) })
        }
    }

    @Test("A list of muxers within the limit is read, a longer one and one of long names are not")
    func muxerLimits() throws {
        func listing(_ muxers: [String]) throws -> NoiseProgress {
            try answer(
                third: { key in
                    payload(key) { writer in
                        writer.append(4) { extensions in muxers.forEach { extensions.append(2, string: $0) } }
                    }
                },
                muxers: ["/m"]
            )
        }
        let limit = [String](repeating: "/x", count: 31) + ["/m"]
        guard case .finished(let session, _) = try listing(limit) else {
            Issue.record("not finished")
            return
        }
        #expect(session.muxer == "/m")
        #expect(throws: NoiseError.malformedPayload) { try listing(["/x"] + limit) }
        #expect(throws: NoiseError.malformedPayload) {
            try listing([String(repeating: "x", count: 257), "/m"])
        }
        #expect(throws: NoiseError.noCommonMuxer) { try listing(["/x"]) }
    }
}
