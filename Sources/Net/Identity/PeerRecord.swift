/// A peer's own word on where it can be reached (libp2p/specs, RFC 0003), in the form that the
/// implementations agree on: domain `libp2p-peer-record`, payload type `03 01`.
public struct PeerRecord: Hashable, Sendable {
    /// What the signature is for.
    public static let domain = "libp2p-peer-record"

    /// The payload type of the envelope.
    public static let payloadType: [UInt8] = [0x03, 0x01]

    /// The most addresses that a record may list.
    public static let maximumAddresses = 64

    /// Whom the record is about.
    public let peerID: PeerID

    /// Of two records of a peer the one with the higher number is newer.
    public let sequenceNumber: UInt64

    /// Where the peer listens, in its order. Of a record that was read, only what Hearsay can use.
    public let addresses: [Multiaddr]

    /// A record.
    public init(peerID: PeerID, sequenceNumber: UInt64, addresses: [Multiaddr]) {
        self.peerID = peerID
        self.sequenceNumber = sequenceNumber
        self.addresses = addresses
    }

    /// Reads the record in an envelope, which has to be signed by the peer that it is about.
    ///
    /// - Throws: Any `EnvelopeError`.
    public init(envelope bytes: ArraySlice<UInt8>) throws(EnvelopeError) {
        let envelope = try SignedEnvelope(bytes: bytes, domain: Self.domain)
        guard envelope.payloadType == Self.payloadType else { throw .unexpectedPayloadType }
        try self.init(payload: envelope.payload)
        guard PeerID(publicKey: envelope.publicKey) == peerID else { throw .signedByAnotherPeer }
    }

    /// The record in an envelope that `keyPair`, which has to be the peer's own, signs.
    public func envelope(signedBy keyPair: KeyPair) -> [UInt8] {
        precondition(keyPair.peerID == peerID, "a peer signs records about itself alone")
        return SignedEnvelope(
            payload: payload,
            payloadType: Self.payloadType,
            domain: Self.domain,
            keyPair: keyPair
        ).bytes
    }

    private var payload: [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, bytes: peerID.bytes)
        writer.append(2, varint: sequenceNumber)
        for address in addresses {
            writer.append(3) { $0.append(1, bytes: address.bytes) }
        }
        return writer.bytes
    }

    private init(payload: [UInt8]) throws(EnvelopeError) {
        var peer: ArraySlice<UInt8> = []
        var number: UInt64 = 0
        var addresses: [Multiaddr] = []
        var addressCount = 0
        do throws(ProtobufError) {
            var reader = ProtobufReader(payload)
            while let field = try reader.next() {
                switch field.number {
                case 1: peer = try field.bytes()
                case 2: number = try field.uint64()
                case 3:
                    addressCount += 1
                    guard addressCount <= Self.maximumAddresses else { break }
                    if let address = try Self.readAddress(try field.bytes()) { addresses.append(address) }
                default: break
                }
            }
        } catch {
            throw .malformedPayload
        }
        guard addressCount <= Self.maximumAddresses else { throw .tooManyAddresses }
        let peerID: PeerID
        do throws(PeerIDError) {
            peerID = try PeerID(bytes: peer)
        } catch {
            throw .malformedPayload
        }
        self.init(peerID: peerID, sequenceNumber: number, addresses: addresses)
    }

    /// Nil for an address of a kind that we cannot use: others list QUIC, WebTransport and more.
    private static func readAddress(_ info: ArraySlice<UInt8>) throws(ProtobufError) -> Multiaddr? {
        var address: Multiaddr?
        var reader = ProtobufReader(info)
        while let field = try reader.next() {
            guard field.number == 1 else { continue }
            let bytes = try field.bytes()
            do throws(MultiaddrError) {
                address = try Multiaddr(bytes: bytes)
            } catch {
                address = nil
            }
        }
        return address
    }
}
