import Net

/// The connected peers: the register that gives each its slot.
struct PeerTable {
    /// Announcing extensions twice, or too late, costs this many behaviour penalties, as in go-libp2p-pubsub.
    private static var repeatedExtensionsPenalty: Double { 10 }

    private let directPeers: [PeerID]
    private let directReconnectTicks: UInt64
    private let answersTestExtension: Bool
    private var entries = SlotTable<PeerID, GossipPeer>()

    init(_ configuration: GossipConfiguration, localPeer: PeerID) {
        directPeers = configuration.directPeers.filter { $0 != localPeer }
        directReconnectTicks = UInt64(max(1, configuration.gossip.directReconnectTicks))
        answersTestExtension = configuration.gossip.answersTestExtension
    }

    /// The slots in use. The order depends on the calls alone.
    var slots: [PeerSlot] { entries.slots }

    var count: Int { entries.count }

    /// What is known of a connected peer.
    subscript(slot: PeerSlot) -> GossipPeer {
        _read { yield entries[slot] }
    }

    func slot(of peer: PeerID) -> PeerSlot? {
        entries.slot(of: peer)
    }

    func contains(_ peer: PeerID) -> Bool {
        entries.slot(of: peer) != nil
    }

    /// Adds a peer that is not there.
    mutating func insert(_ peer: PeerID, _ version: GossipProtocol, _ direction: Direction) -> PeerSlot {
        let isDirect = directPeers.contains(peer)
        let entry = GossipPeer(id: peer, version: version, direction: direction, isDirect: isDirect)
        return entries.insert(entry, for: peer)
    }

    mutating func remove(_ slot: PeerSlot) {
        entries.remove(slot, key: entries[slot].id)
    }

    /// The peer's connection is to be closed. Returns whether that is new.
    mutating func dismiss(_ slot: PeerSlot) -> Bool {
        guard !entries[slot].isDismissed else { return false }
        entries[slot].isDismissed = true
        return true
    }

    /// What we announce to peers of v1.3.
    var localExtensions: PeerExtensions { PeerExtensions(hasTestExtension: answersTestExtension) }

    /// An RPC of the peer has come, with or without extensions. Before v1.3 there are none.
    mutating func receiveExtensions(in control: ControlMessage, from slot: PeerSlot) -> ExtensionVerdict {
        guard entries[slot].version >= .meshsub13 else { return .nothing }
        let (violations, first) = entries[slot].extensions.receive(
            control.extensions,
            isRepeated: control.repeatsExtensions
        )
        return ExtensionVerdict(
            penalty: Double(violations) * Self.repeatedExtensionsPenalty,
            isAnswered: answersTestExtension && first.hasTestExtension
        )
    }

    /// The peer begins a new stream, and announces its extensions anew.
    mutating func renewInbound(_ slot: PeerSlot) {
        entries[slot].extensions = .awaitingFirstMessage
    }

    /// The direct peers to be dialled at a heartbeat: those that are not connected, at regular
    /// intervals.
    func directPeersToDial(_ heartbeat: UInt64) -> [PeerID] {
        // At the first heartbeat too, in case the driver has not dialled them yet.
        guard !directPeers.isEmpty, heartbeat % directReconnectTicks == 1 % directReconnectTicks else {
            return []
        }
        return directPeers.filter { !contains($0) }
    }
}
