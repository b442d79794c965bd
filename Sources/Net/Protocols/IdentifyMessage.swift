/// One message of identify or identify push: fields that are absent are `nil` or empty (libp2p specs,
/// identify/README.md).
struct IdentifyMessage: Equatable {
    var publicKey: [UInt8]?
    var listenAddresses: [Multiaddr] = []
    var protocols: [String] = []
    var observedAddress: Multiaddr?
    var protocolVersion: String?
    var agentVersion: String?
    /// The bytes of a signed envelope with a peer record (RFC 0003).
    var signedPeerRecord: [UInt8]?

    private enum Field {
        static let publicKey: UInt32 = 1
        static let listenAddress: UInt32 = 2
        static let protocolName: UInt32 = 3
        static let observedAddress: UInt32 = 4
        static let protocolVersion: UInt32 = 5
        static let agentVersion: UInt32 = 6
        static let signedPeerRecord: UInt32 = 8
    }

    init() {}

    /// Reads a message. Addresses that we cannot use and names that are too long are left out.
    init(bytes: ArraySlice<UInt8>) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        while let field = try reader.next() {
            switch field.number {
            case Field.publicKey:
                publicKey = Array(try field.bytes())
            case Field.listenAddress:
                guard listenAddresses.count < IdentifyLimits.addresses else { continue }
                if let address = Self.address(try field.bytes()), !listenAddresses.contains(address) {
                    listenAddresses.append(address)
                }
            case Field.protocolName:
                guard protocols.count < IdentifyLimits.protocols else { continue }
                let name = try field.string()
                if name.utf8.count <= IdentifyLimits.protocolBytes { protocols.append(name) }
            case Field.observedAddress:
                observedAddress = Self.address(try field.bytes())
            case Field.protocolVersion:
                protocolVersion = try Self.version(field)
            case Field.agentVersion:
                agentVersion = try Self.version(field)
            case Field.signedPeerRecord:
                signedPeerRecord = Array(try field.bytes())
            default:
                continue
            }
        }
    }

    /// The message with its length in front, as it goes onto a stream. The signed record, then addresses from
    /// the end, are left out until the message is short enough for every implementation.
    func framed() -> [UInt8] {
        var message = self
        var body = message.encoded()
        while body.count > IdentifyLimits.sentMessageBytes {
            if message.signedPeerRecord != nil {
                message.signedPeerRecord = nil
            } else if message.listenAddresses.popLast() == nil {
                break
            }
            body = message.encoded()
        }
        var frame: [UInt8] = []
        frame.reserveCapacity(body.count + 2)
        Varint.append(UInt64(body.count), to: &frame)
        frame.append(contentsOf: body)
        return frame
    }

    /// Puts what this message says into `info`; what it does not mention stays.
    func apply(to info: inout IdentifyInfo) {
        if !listenAddresses.isEmpty { info.listenAddresses = listenAddresses }
        if !protocols.isEmpty { info.protocols = protocols }
        if let observedAddress { info.observedAddress = observedAddress }
        if let protocolVersion { info.protocolVersion = protocolVersion }
        if let agentVersion { info.agentVersion = agentVersion }
    }

    /// Adds a further message of the same description: lists are continued, single values replaced.
    mutating func merge(_ next: IdentifyMessage) {
        publicKey = next.publicKey ?? publicKey
        let roomForAddresses = IdentifyLimits.addresses - listenAddresses.count
        listenAddresses.append(contentsOf: next.listenAddresses.prefix(max(0, roomForAddresses)))
        let roomForProtocols = IdentifyLimits.protocols - protocols.count
        protocols.append(contentsOf: next.protocols.prefix(max(0, roomForProtocols)))
        observedAddress = next.observedAddress ?? observedAddress
        protocolVersion = next.protocolVersion ?? protocolVersion
        agentVersion = next.agentVersion ?? agentVersion
        signedPeerRecord = next.signedPeerRecord ?? signedPeerRecord
    }

    private func encoded() -> [UInt8] {
        var writer = ProtobufWriter()
        if let publicKey { writer.append(Field.publicKey, bytes: publicKey) }
        for address in listenAddresses { writer.append(Field.listenAddress, bytes: address.bytes) }
        for name in protocols { writer.append(Field.protocolName, string: name) }
        if let observedAddress { writer.append(Field.observedAddress, bytes: observedAddress.bytes) }
        if let protocolVersion { writer.append(Field.protocolVersion, string: protocolVersion) }
        if let agentVersion { writer.append(Field.agentVersion, string: agentVersion) }
        if let signedPeerRecord { writer.append(Field.signedPeerRecord, bytes: signedPeerRecord) }
        return writer.bytes
    }

    private static func address(_ bytes: ArraySlice<UInt8>) -> Multiaddr? {
        do throws(MultiaddrError) {
            return try Multiaddr(bytes: bytes)
        } catch {
            // An address of a transport that we lack: of no use to us, and no fault of the peer's.
            return nil
        }
    }

    private static func version(_ field: ProtobufField) throws(ProtobufError) -> String? {
        let text = try field.string()
        return text.utf8.count <= IdentifyLimits.versionBytes ? text : nil
    }
}
