import Net
import Testing

@Suite("Signed peer records")
struct PeerRecordTests {
    private static let owner = KeyPair(seed: [UInt8](repeating: 1, count: 32))
    private static let other = KeyPair(seed: [UInt8](repeating: 2, count: 32))

    private func record(addressCount: Int = 2) throws -> PeerRecord {
        PeerRecord(
            peerID: Self.owner.peerID,
            sequenceNumber: 1_700_000_000,
            addresses: try (0..<addressCount).map { try Multiaddr(text: "/ip4/192.0.2.1/tcp/\($0)") }
        )
    }

    /// A record of any bytes, signed properly.
    private func sealed(
        _ payload: [UInt8],
        type: [UInt8] = PeerRecord.payloadType,
        domain: String = PeerRecord.domain,
        by keyPair: KeyPair = Self.owner
    ) -> [UInt8] {
        SignedEnvelope(payload: payload, payloadType: type, domain: domain, keyPair: keyPair).bytes
    }

    private func payload(_ peer: [UInt8]?, _ write: (inout ProtobufWriter) -> Void = { _ in }) -> [UInt8] {
        var writer = ProtobufWriter()
        if let peer { writer.append(1, bytes: peer) }
        writer.append(2, varint: 5)
        write(&writer)
        return writer.bytes
    }

    @Test("A record that its peer signed comes back")
    func roundTrip() throws {
        let record = try record()
        #expect(try PeerRecord(envelope: record.envelope(signedBy: Self.owner)[...]) == record)
    }

    @Test("The envelope signs domain, type and payload, each with its length in front (RFC 0002)")
    func signedBytes() throws {
        let envelope = try record().envelope(signedBy: Self.owner)
        var reader = ProtobufReader(envelope)
        var fields: [UInt32: [UInt8]] = [:]
        while let field = try reader.next() { fields[field.number] = Array(try field.bytes()) }
        #expect(fields.keys.sorted() == [1, 2, 3, 5])
        #expect(fields[1] == Self.owner.publicKey.protobuf)
        #expect(fields[2] == [0x03, 0x01])
        let payload = try #require(fields[3])
        var signed: [UInt8] = [18] + [UInt8]("libp2p-peer-record".utf8) + [2, 3, 1]
        Varint.append(UInt64(payload.count), to: &signed)
        #expect(Self.owner.publicKey.isValid(signature: try #require(fields[5])[...], for: signed + payload))
    }

    @Test("Every flipped bit and every prefix is refused")
    func changes() throws {
        let envelope = try record().envelope(signedBy: Self.owner)
        for prefix in properPrefixes(of: envelope) {
            #expect(throws: EnvelopeError.self) { try PeerRecord(envelope: prefix) }
        }
        for changed in oneBitChanges(of: envelope) {
            #expect(throws: EnvelopeError.self) { try PeerRecord(envelope: changed[...]) }
        }
    }

    @Test("A record about somebody else is refused")
    func otherPeer() {
        let bytes = sealed(payload(Self.owner.peerID.bytes), by: Self.other)
        #expect(throws: EnvelopeError.signedByAnotherPeer) { try PeerRecord(envelope: bytes[...]) }
    }

    @Test("A signature for another domain or a payload of another type is refused")
    func domains() {
        let payload = payload(Self.owner.peerID.bytes)
        let legacy = sealed(payload, domain: "libp2p-routing-state")
        #expect(throws: EnvelopeError.invalidSignature) { try PeerRecord(envelope: legacy[...]) }
        let type = sealed(payload, type: [UInt8]("/libp2p/routing-state-record".utf8))
        #expect(throws: EnvelopeError.unexpectedPayloadType) { try PeerRecord(envelope: type[...]) }
    }

    @Test("Malformed records are refused though they are signed")
    func malformedPayloads() {
        for payload in [payload(nil), payload([1, 2, 3]), [0x0A, 0xFF], [0x0B]] {
            #expect(throws: EnvelopeError.malformedPayload) { try PeerRecord(envelope: sealed(payload)[...]) }
        }
        let wrongType = payload(Self.owner.peerID.bytes) { $0.append(3, varint: 1) }
        #expect(throws: EnvelopeError.malformedPayload) { try PeerRecord(envelope: sealed(wrongType)[...]) }
    }

    @Test("Addresses of kinds that we cannot use are left out, the others stay in order")
    func foreignAddresses() throws {
        let good = try Multiaddr(text: "/ip4/192.0.2.1/tcp/1")
        let bytes = payload(Self.owner.peerID.bytes) { writer in
            // /ip4/127.0.0.1/udp/4001/quic-v1, an empty entry, and one with a field of the future.
            writer.append(3) { $0.append(1, bytes: [4, 127, 0, 0, 1, 0x91, 2, 0x0F, 0xA1, 0xCD, 3]) }
            writer.append(3) { _ in }
            writer.append(3) { info in
                info.append(9, varint: 1)
                info.append(1, bytes: good.bytes)
            }
        }
        let record = try PeerRecord(envelope: sealed(bytes)[...])
        #expect(record.addresses == [good] && record.sequenceNumber == 5)
    }

    @Test("A record may list as many addresses as the limit, and no more")
    func addressLimit() throws {
        let limit = PeerRecord.maximumAddresses
        let full = try record(addressCount: limit)
        #expect(try PeerRecord(envelope: full.envelope(signedBy: Self.owner)[...]).addresses.count == limit)
        let over = try record(addressCount: limit + 1)
        #expect(throws: EnvelopeError.tooManyAddresses) {
            try PeerRecord(envelope: over.envelope(signedBy: Self.owner)[...])
        }
    }

    @Test("An envelope of the limit is read, a longer one is not")
    func lengthLimit() throws {
        func envelope(_ padding: Int) -> [UInt8] {
            sealed(
                payload(Self.owner.peerID.bytes) {
                    $0.append(99, bytes: [UInt8](repeating: 0, count: padding))
                }
            )
        }
        let overhead = envelope(16_000).count - 16_000
        let longest = envelope(SignedEnvelope.maximumBytes - overhead)
        #expect(longest.count == SignedEnvelope.maximumBytes)
        #expect(throws: Never.self) { try PeerRecord(envelope: longest[...]) }
        #expect(throws: EnvelopeError.tooLong) { try PeerRecord(envelope: (longest + [0])[...]) }
    }

    @Test("An envelope without key, type or signature, or with an unusable key, is refused")
    func malformedEnvelopes() throws {
        let envelope = sealed(payload(Self.owner.peerID.bytes))
        for missing in [1, 2, 5] as [UInt32] {
            var reader = ProtobufReader(envelope)
            var writer = ProtobufWriter()
            while let field = try reader.next() {
                if field.number != missing { writer.append(field.number, bytes: try field.bytes()) }
            }
            #expect(throws: EnvelopeError.malformed) { try PeerRecord(envelope: writer.bytes[...]) }
        }
        var writer = ProtobufWriter()
        writer.append(1, bytes: [8, 2, 0x12, 1, 0])
        writer.append(2, bytes: PeerRecord.payloadType)
        writer.append(5, bytes: [0])
        #expect(throws: EnvelopeError.publicKey(.unsupportedType(2))) {
            try PeerRecord(envelope: writer.bytes[...])
        }
    }
}
