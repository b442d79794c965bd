@testable import Net

/// What a connection goes through: negotiation, the secure channel, the muxer.
let channelTargets = [
    FuzzTarget(
        name: "multistream-dialer",
        seeds: { [[255] + [UInt8]("\u{13}/multistream/1.0.0\n\u{03}na\n\u{03}/b\n".utf8)] },
        run: { input in
            var dialer = MultistreamDialer(protocols: ["/a", "/b"], optimistic: false)
            for piece in pieces(of: input) {
                guard let progress = try? dialer.receive(piece) else { return }
                if case .selected(let name, let leftover) = progress {
                    require(name == "/a" || name == "/b", "only a proposal is selected")
                    require(leftover.count < input.count, "what is handed on was received")
                }
                if progress != .negotiating { return }
            }
        }
    ),
    FuzzTarget(
        name: "multistream-listener",
        seeds: { [[255] + [UInt8]("\u{13}/multistream/1.0.0\n\u{03}/x\n\u{03}/a\n".utf8)] },
        run: { input in
            var listener = MultistreamListener(protocols: ["/a"])
            for piece in pieces(of: input) {
                guard let progress = try? listener.receive(piece) else { return }
                require(listener.takeOutbound().count <= 20 + 10 * 4, "the answers are short")
                if progress != .negotiating { return }
            }
        }
    ),
    FuzzTarget(
        name: "noise-responder",
        seeds: {
            var initiator = handshake(.initiator)
            return [[255] + initiator.takeOutbound()]
        },
        run: { input in
            var responder = handshake(.responder)
            for piece in pieces(of: input) {
                guard case .handshaking = try? responder.receive(piece) else { return }
            }
        }
    ),
    FuzzTarget(
        name: "noise-initiator",
        seeds: {
            var initiator = handshake(.initiator)
            var responder = handshake(.responder)
            _ = try? responder.receive(initiator.takeOutbound()[...])
            return [[255] + responder.takeOutbound()]
        },
        run: { input in
            var initiator = handshake(.initiator)
            for piece in pieces(of: input) {
                guard case .handshaking = try? initiator.receive(piece) else { return }
            }
        }
    ),
    FuzzTarget(
        name: "noise-payload",
        seeds: {
            let key = peer(1)
            return [
                NoisePayload(
                    identityKey: key.publicKey.protobuf,
                    signature: key.sign([1]),
                    muxers: ["/yamux/1.0.0"]
                ).bytes
            ]
        },
        run: { input in
            guard let payload = try? NoisePayload(bytes: input) else { return }
            require((try? NoisePayload(bytes: payload.bytes)) == payload, "what is read can be written")
        }
    ),
    FuzzTarget(
        name: "noise-records",
        seeds: {
            var (sender, _) = channel()
            sender.append([1, 2, 3])
            return [[255] + ((try? sender.takeOutbound()) ?? [])]
        },
        run: { input in
            var (_, receiver) = channel()
            for piece in pieces(of: input) {
                var rest = piece
                do {
                    while let plaintext = try receiver.open(&rest) {
                        require(plaintext.elementsEqual([1, 2, 3]), "only the seed was ever sealed")
                    }
                } catch {
                    return
                }
            }
        }
    ),
    FuzzTarget(
        name: "yamux",
        seeds: {
            let syn: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 7]
            let window: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0]
            let ping: [UInt8] = [0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9]
            let end: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0]
            return [[255] + syn + window + ping + end, [11] + ping + [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]
        },
        run: driveYamux
    ),
]

private func handshake(_ role: NoiseRole) -> NoiseHandshake {
    let number: UInt8 = role == .initiator ? 1 : 2
    return NoiseHandshake(
        role: role,
        identity: LocalNoiseIdentity(
            keyPair: peer(number),
            staticKey: [UInt8](repeating: number + 2, count: 32)
        ),
        ephemeralKey: [UInt8](repeating: number + 4, count: 32),
        muxers: ["/yamux/1.0.0"],
        expectedPeer: nil
    )
}

private func channel() -> (sender: NoiseTransport, receiver: NoiseTransport) {
    func cipher(_ number: UInt8) -> CipherState { CipherState(key: [UInt8](repeating: number, count: 32)) }
    return (
        NoiseTransport(send: cipher(1), receive: cipher(2)),
        NoiseTransport(send: cipher(2), receive: cipher(1))
    )
}

/// An application that echoes what it reads and closes what is closed.
@Sendable private func driveYamux(_ input: [UInt8]) {
    var now = Instant.origin
    var connection = YamuxConnection(role: .server, now: now)
    for piece in pieces(of: input) {
        now = now + .milliseconds(1)
        guard (try? connection.receive(piece, now: now)) != nil else { return }
        while let event = connection.pollEvent() {
            switch event {
            case .readable(let id):
                let bytes = (try? connection.read(id, maximum: 1000, now: now)) ?? []
                _ = try? connection.write(bytes[...], to: id)
            case .remoteClosedWrite(let id):
                try? connection.closeWrite(id)
            default:
                break
            }
        }
        var sink: [UInt8] = []
        while connection.writeFrames(into: &sink, limit: 4096) {}
        require(sink.count <= 64 * (input.count + 64), "the answers are no larger than what asked for them")
    }
}
