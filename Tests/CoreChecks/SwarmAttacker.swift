import Net

/// The other end of a `SwarmVictim`'s connection: does the handshake properly, and then whatever it likes.
struct SwarmAttacker {
    /// The channel, after the handshake.
    private var transport: NoiseTransport
    /// Plaintext that has come.
    private(set) var received: [UInt8] = []
    /// The victim's proved id.
    let victimID: PeerID

    /// Dials the victim and secures the channel.
    ///
    /// - Parameter alter: May change each flight of the attacker's handshake before it is sent.
    init?(
        _ victim: inout SwarmVictim,
        number: UInt64 = 66,
        muxers: [String] = ["/yamux/1.0.0"],
        alter: (Int, inout [UInt8]) -> Void = { _, _ in }
    ) {
        var random = SeededRandom(seed: number)
        let identity = LocalNoiseIdentity(
            keyPair: KeyPair(seed: random.bytes(32)),
            staticKey: random.bytes(32)
        )
        var handshake = NoiseHandshake(
            role: .initiator,
            identity: identity,
            ephemeralKey: random.bytes(32),
            muxers: muxers,
            expectedPeer: nil
        )
        var dialer = MultistreamDialer(protocols: ["/noise"], optimistic: true)
        var flight = dialer.takeOutbound() + handshake.takeOutbound()
        alter(0, &flight)
        victim.feed(flight)
        guard let leftover = Self.selected(&dialer, victim.takeOutput()),
            var session = Self.finished(&handshake, leftover),
            var last = Self.outbound(&session.transport)
        else { return nil }
        alter(1, &last)
        transport = session.transport
        victimID = session.remotePeerID
        victim.feed(last)
    }

    private static func selected(_ dialer: inout MultistreamDialer, _ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        do throws(MultistreamError) {
            guard case .selected(_, let leftover) = try dialer.receive(bytes[...]) else { return nil }
            return leftover
        } catch {
            return nil
        }
    }

    private static func finished(
        _ handshake: inout NoiseHandshake,
        _ bytes: ArraySlice<UInt8>
    ) -> NoiseSession? {
        do throws(NoiseError) {
            guard case .finished(let session, _) = try handshake.receive(bytes) else { return nil }
            return session
        } catch {
            return nil
        }
    }

    private static func outbound(_ transport: inout NoiseTransport) -> [UInt8]? {
        do throws(NoiseError) {
            return try transport.takeOutbound()
        } catch {
            return nil
        }
    }

    /// Sends plaintext through the channel, in one piece.
    mutating func send(_ plaintext: [UInt8], to victim: inout SwarmVictim) {
        transport.append(plaintext[...])
        do throws(NoiseError) {
            victim.feed(try transport.takeOutbound())
        } catch {
            preconditionFailure("no test sends 2^64 records")
        }
    }

    /// Reads what the victim has sent.
    mutating func read(_ victim: inout SwarmVictim) {
        let bytes = victim.takeOutput()
        var rest = bytes[...]
        do throws(NoiseError) {
            while let plaintext = try transport.open(&rest) { received += plaintext }
        } catch {
            return
        }
    }

    /// Takes what was read.
    mutating func takeReceived() -> [UInt8] {
        defer { received = [] }
        return received
    }

    /// A Yamux frame.
    static func frame(type: UInt8, flags: UInt16 = 0, stream: UInt32, length: UInt32, _ body: [UInt8] = [])
        -> [UInt8]
    {
        var bytes: [UInt8] = [0, type]
        bytes += [UInt8(flags >> 8), UInt8(flags & 0xff)]
        for word in [stream, length] {
            for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes + body
    }

    /// A frame that opens a stream with these bytes.
    static func open(_ stream: UInt32, _ body: [UInt8]) -> [UInt8] {
        frame(type: 0, flags: 1, stream: stream, length: UInt32(body.count), body)
    }

    /// A message of multistream-select.
    static func message(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        Varint.append(UInt64(text.utf8.count + 1), to: &bytes)
        return bytes + Array(text.utf8) + [10]
    }

    /// The beginning of a stream of that protocol.
    static func proposal(_ name: String) -> [UInt8] {
        message("/multistream/1.0.0") + message(name)
    }
}
