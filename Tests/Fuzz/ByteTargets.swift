import Net

/// Codecs and identities: what is read has one form, so it is written as it came.
let byteTargets = [
    FuzzTarget(
        name: "varint",
        seeds: { [[0], [0xAC, 0x02], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]] },
        run: { input in
            guard let decoded = try? Varint.decode(input[...]) else { return }
            var bytes: [UInt8] = []
            Varint.append(decoded.value, to: &bytes)
            require(bytes == Array(input.prefix(decoded.length)), "a varint has one form")
        }
    ),
    FuzzTarget(
        name: "protobuf",
        seeds: {
            [
                [8, 0x96, 1, 0x12, 7] + [UInt8]("testing".utf8) + [
                    0x1D, 1, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0, 0, 0,
                ]
            ]
        },
        run: { input in
            var reader = ProtobufReader(input)
            var byteCount = 0
            while let field = try? reader.next() {
                if case .bytes(let bytes) = field.value { byteCount += bytes.count }
                _ = try? field.string()
            }
            require(byteCount <= input.count, "fields lie in the message")
        }
    ),
    FuzzTarget(
        name: "frames",
        seeds: { [[3, 3, 1, 2, 3, 0, 1, 9]] },
        run: { input in
            var buffer = FrameBuffer(maximumFrameBytes: 64)
            for piece in pieces(of: input) {
                buffer.append(piece)
                do {
                    while let frame = try buffer.next() {
                        require(frame.count <= 64, "a frame keeps to the limit")
                    }
                } catch {
                    return
                }
                require(buffer.byteCount <= 64 + Varint.maximumEncodedBytes, "no more than a frame is kept")
            }
        }
    ),
    FuzzTarget(
        name: "multiaddr",
        seeds: {
            ["/ip4/127.0.0.1/tcp/4001", "/ip6/::1/tcp/1", "/dns4/a.example/tcp/443", "/dnsaddr/x"].compactMap
            {
                try? Multiaddr(text: $0 + "/p2p/12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq").bytes
            }
        },
        run: { input in
            guard let address = try? Multiaddr(bytes: input[...]) else { return }
            require(address.bytes == input, "an address has one binary form")
            require((try? Multiaddr(text: address.description)) == address, "its text is the same address")
            _ = address.tcpEndpoint
        }
    ),
    FuzzTarget(
        name: "multiaddr-text",
        seeds: {
            [
                "/ip4/1.2.3.4/tcp/5", "/ip6/64:ff9b::1.2.3.4/tcp/5",
                "/dns/a.b./tcp/0/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
            ]
            .map { [UInt8]($0.utf8) }
        },
        run: { input in
            guard let address = try? Multiaddr(text: String(decoding: input, as: UTF8.self)) else { return }
            require((try? Multiaddr(text: address.description)) == address, "its text is the same address")
            require((try? Multiaddr(bytes: address.bytes[...])) == address, "its bytes are the same address")
        }
    ),
    FuzzTarget(
        name: "peer-id",
        seeds: {
            [
                "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
                "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe",
            ]
            .map { [UInt8]($0.utf8) }
        },
        run: { input in
            if let peerID = try? PeerID(text: String(decoding: input, as: UTF8.self)) {
                require((try? PeerID(text: peerID.description)) == peerID, "base58btc is the same id")
                require((try? PeerID(text: peerID.cidDescription)) == peerID, "the CID is the same id")
            }
            if let peerID = try? PeerID(bytes: input[...]) {
                require(peerID.bytes == input, "an id has one binary form")
                _ = peerID.embeddedPublicKey
            }
        }
    ),
    FuzzTarget(
        name: "public-key",
        seeds: {
            let p256 =
                "0803125b3059301306072a8648ce3d020106082a8648ce3d03010703420004de3d300fa36ae0e8f5d530899d83abab44abf3"
                + "161f162a4bc901d8e6ecda020e8b6d5f8da30525e71d6851510c098e5c47c646a597fb4dcec034e9f77c409e62"
            return [peer(1).publicKey.protobuf, Hex.decode(p256) ?? []]
        },
        run: { input in
            guard let key = try? PublicKey(protobuf: input[...]) else { return }
            require(key.protobuf == input, "a key has one form")
            require(!key.isValid(signature: input.prefix(64), for: [1]), "nobody signed that")
        }
    ),
    FuzzTarget(
        name: "peer-record",
        seeds: {
            let address = (try? Multiaddr(text: "/ip4/192.0.2.1/tcp/1")).map { [$0] } ?? []
            let record = PeerRecord(peerID: peer(1).peerID, sequenceNumber: 7, addresses: address)
            return [record.envelope(signedBy: peer(1))]
        },
        run: { input in
            guard let record = try? PeerRecord(envelope: input[...]) else { return }
            require(record.peerID == peer(1).peerID, "only the seed's owner has signed a record")
        }
    ),
]

/// A peer whose key everybody knows.
func peer(_ number: UInt8) -> KeyPair {
    KeyPair(seed: [UInt8](repeating: number, count: KeyPair.seedBytes))
}
