/// Who we are, as identify tells it (libp2p specs, identify).
///
/// Each peer that asks is told. `Swarm.pushIdentify` pushes it to each connected peer that understands a
/// push: when a listener has a new address, when an address expires, and when a listener closes.
struct LocalIdentify {
    private let template: IdentifyMessage
    private var record: LocalRecord

    /// - Parameters:
    ///   - identity: Our key pair.
    ///   - protocols: What we accept on inbound streams.
    ///   - versions: Of the network's protocol, and of the program.
    ///   - firstSequenceNumber: The number of our first signed record; `nil` for no records at all.
    init(
        identity: KeyPair,
        protocols: [String],
        versions: (network: String, agent: String),
        firstSequenceNumber: UInt64?
    ) {
        var template = IdentifyMessage()
        template.publicKey = identity.publicKey.protobuf
        template.protocols = protocols
        template.protocolVersion = versions.network
        template.agentVersion = versions.agent
        self.template = template
        record = LocalRecord(identity: identity, firstSequenceNumber: firstSequenceNumber)
    }

    /// Our addresses have changed: the next signed record has a higher number.
    mutating func receiveChange() { record.receiveChange() }

    /// Whether a peer that has told this about itself is pushed our changes.
    static func isPushed(to peer: IdentifyInfo?) -> Bool {
        peer?.protocols.contains(BuiltInProtocol.identifyPush.name) == true
    }

    /// What a peer is told.
    ///
    /// - Parameters:
    ///   - remote: The address of the peer's end. A dialled name is no address that the peer could use.
    ///   - addresses: Where we listen.
    ///   - isListening: Whether there is a listener at all; without one there is no signed record.
    mutating func message(to remote: Multiaddr, addresses: [Multiaddr], isListening: Bool) -> IdentifyMessage
    {
        var message = template
        message.listenAddresses = addresses
        switch remote.tcpEndpoint?.host {
        case .ip4, .ip6: message.observedAddress = remote.withoutPeerID
        case .name, nil: break
        }
        if isListening { message.signedPeerRecord = record.envelope(for: addresses) }
        return message
    }
}
