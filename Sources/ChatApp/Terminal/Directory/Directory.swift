import ChatCore
public import Net

/// Who and where: ourselves, the peers that were seen, whom the reader does not want to hear, and the
/// addresses that lead to us and to others.
///
/// The node decides whom nothing is shown of; its lists are mirrored here, to be drawn and to be saved.
public struct Directory: Sendable {
    /// Who we are; nil before the chat is ready.
    public private(set) var ownPeer: PeerID?
    /// Our nick, displayable.
    public private(set) var ownNick: String
    /// Our nick, as it was chosen.
    private(set) var chosenNick: String
    /// What is known of other peers.
    public private(set) var peers: [PeerID: PeerState] = [:]
    /// Where we listen.
    public private(set) var listenAddresses: [Multiaddr] = []

    /// The addresses that the reader has told to dial.
    private(set) var dials: [Multiaddr]
    /// Whether the next peer that is disconnected is one that the reader wants no more.
    private var forgetsDisconnected = false
    /// Who has gone by each nick, in lower case. It only grows: who takes the nick of somebody who has left
    /// is told from them too.
    private var bearers: [String: Set<PeerID>] = [:]
    private var ignored: Set<PeerID>
    private var blocked: Set<PeerID>
    /// Those that the node was told of at the start: it repeats them, and that is nothing to show.
    private var awaitedEchoes: Set<PeerID> = []
    /// Addresses whose last dial failed: told once, for they are tried again and again.
    private var unreachable: Set<Multiaddr> = []
    private var hasGreeted = false

    /// Peers remembered; those long gone are forgotten first.
    static let maximumPeers = 4_096
    /// Dialled addresses remembered.
    static let maximumDials = 100

    /// Nobody yet.
    init(nick: String, dials: [Multiaddr], settings: Settings) {
        self.dials = dials
        ownNick = Displayable(nick: nick).text
        chosenNick = nick
        ignored = Self.peers(settings.ignored)
        blocked = Self.peers(settings.blocked)
    }

    // MARK: - Queries

    /// Whether what somebody says is not to be shown.
    public func isHidden(_ author: PeerID) -> Bool { ignored.contains(author) || blocked.contains(author) }

    /// How many are connected.
    public var connectedCount: Int { peers.values.count { $0.isConnected } }

    /// The nick of a peer, displayable; its key tag when it has said none.
    public func nick(of peer: PeerID) -> String {
        if peer == ownPeer { return ownNick }
        if let nick = peers[peer]?.nick, !nick.isEmpty { return nick }
        return "…" + peer.shortDescription
    }

    /// A peer as people tell it from others: the nick, if one is known, and the key tag.
    public func name(of peer: PeerID) -> String {
        guard let nick = peers[peer]?.nick, !nick.isEmpty else { return peer.shortDescription }
        return "\(nick) \(peer.shortDescription)"
    }

    /// Whether somebody else goes by the nick of that peer, or has: then the key tag tells which of them it
    /// is.
    func needsTag(_ peer: PeerID, nick: String) -> Bool {
        let name = nick.lowercased()
        if peer != ownPeer, name == ownNick.lowercased() { return true }
        return bearers[name].map { $0.count > 1 || !$0.contains(peer) } ?? false
    }

    /// The nick as it tells the peer from others: with the key tag where it does not do so alone.
    func distinctName(of peer: PeerID) -> String {
        let nick = nick(of: peer)
        return !nick.hasPrefix("…") && needsTag(peer, nick: nick) ? "\(nick) \(peer.shortDescription)" : nick
    }

    /// The nicks in use, sorted.
    var nicks: [String] { Set(peers.values.compactMap(\.nick).filter { !$0.isEmpty }).sorted() }

    /// Addresses that lead to peers, sorted by peer.
    var addresses: [String] {
        peers.sorted { $0.key < $1.key }.compactMap { peer, state in
            state.address.map { $0.withPeerID(peer).description }
        }
    }

    // MARK: - What the chat tells

    /// The chat runs: it is told whom the reader does not want to hear.
    mutating func receiveReady(_ peer: PeerID) -> [Request] {
        ownPeer = peer
        awaitedEchoes = ignored.union(blocked)
        return ignored.sorted().map { .command(.ignore(PeerReference($0.description))) }
            + blocked.sorted().map { .command(.block(PeerReference($0.description))) }
    }

    /// Our nick is another now.
    mutating func receiveRenamed(_ nick: String) {
        ownNick = Displayable(nick: nick).text
        chosenNick = nick
    }

    /// We listen there.
    mutating func receiveListening(_ address: Multiaddr) {
        if !listenAddresses.contains(address) { listenAddresses.append(address) }
    }

    /// We listen there no longer.
    mutating func receiveListenerClosed(_ address: Multiaddr) { listenAddresses.removeAll { $0 == address } }

    /// Somebody is connected.
    mutating func receiveConnected(_ peer: PeerID, _ address: Multiaddr, _ direction: Direction) -> [Request]
    {
        remember(peer) {
            $0.isConnected = true
            $0.address = address
            $0.direction = direction
        }
        unreachable.remove(address.withoutPeerID)
        // Peers that dial us show in the rooms; the dials that we asked for are reported.
        guard direction == .outbound, !blocked.contains(peer) else { return [] }
        return [.show(.membership, "\(name(of: peer)) answered at \(address.withoutPeerID.description)")]
    }

    /// Somebody is gone.
    mutating func receiveDisconnected(_ peer: PeerID, reason: String) -> [Request] {
        peers[peer]?.isConnected = false
        peers[peer]?.roundTrip = nil
        if forgetsDisconnected {
            forgetsDisconnected = false
            let address = peers[peer]?.address?.withoutPeerID
            dials.removeAll { $0.peerID == peer || $0.withoutPeerID == address }
        }
        // Somebody who dialled us and left a room was told of there.
        guard peers[peer]?.direction == .outbound || blocked.contains(peer) else { return [] }
        return [.show(.membership, "\(name(of: peer)) disconnected: \(reason)")]
    }

    /// An address was dialled in vain.
    mutating func receiveDialFailed(_ address: Multiaddr, reason: String, retry: Interval?) -> [Request] {
        guard unreachable.count < Self.maximumPeers, unreachable.insert(address.withoutPeerID).inserted else {
            return []
        }
        let next =
            retry.map { "\nnext try in \(Format.interval($0)), and so on; /peers lists what is dialled" }
            ?? ""
        return [.show(.error, "cannot reach \(Answer.shortAddress(address)): \(reason)\(next)")]
    }

    /// Nobody is connected any more, and we listen nowhere.
    mutating func receiveLoss() {
        forgetsDisconnected = false
        for peer in peers.keys {
            peers[peer]?.isConnected = false
            peers[peer]?.roundTrip = nil
        }
        listenAddresses = []
        unreachable = []
    }

    /// The port that we listen on; nil for none.
    var port: UInt16? { listenAddresses.lazy.compactMap { $0.tcpEndpoint?.port }.first }

    /// The chat was told something: what is dialled, or no longer, is remembered.
    mutating func note(_ command: ChatCommand) {
        switch command {
        case .dial(let address):
            if !dials.contains(address), dials.count < Self.maximumDials { dials.append(address) }
        case .disconnect, .block: forgetsDisconnected = true
        default: break
        }
    }

    /// A measured round trip.
    mutating func receiveRoundTrip(_ peer: PeerID, _ interval: Interval) { peers[peer]?.roundTrip = interval }

    /// The peer told what program it is.
    mutating func receiveIdentified(_ peer: PeerID, agent: String) {
        remember(peer) { $0.agent = Displayable(agent, limit: 100).text }
    }

    /// The nick that somebody used in an earlier run, displayable: it counts until they tell another.
    mutating func receiveOldNick(_ nick: String, of peer: PeerID) {
        guard peer != ownPeer, peers[peer]?.isNickFresh != true else { return }
        _ = receiveNick(nick, of: peer)
        peers[peer]?.isNickFresh = false
    }

    /// The nick in a message that came late, displayable: it counts where no other is known.
    mutating func receiveLateNick(_ nick: String, of peer: PeerID) {
        if peers[peer]?.nick == nil { receiveOldNick(nick, of: peer) }
    }

    /// The nick that somebody uses, displayable.
    ///
    /// - Returns: the one before, if it was another.
    mutating func receiveNick(_ nick: String, of peer: PeerID) -> String? {
        guard !nick.isEmpty, peer != ownPeer else { return nil }
        let previous = peers[peer]?.nick
        let name = nick.lowercased()
        if bearers[name] != nil || bearers.count < Self.maximumPeers {
            bearers[name, default: []].insert(peer)
        }
        remember(peer) {
            $0.nick = nick
            $0.isNickFresh = true
        }
        return previous == nick ? nil : previous
    }

    /// Somebody came onto a list of the node's, or left it.
    ///
    /// - Returns: what is to be shown and saved.
    mutating func receiveListed(_ peer: PeerID, _ list: PeerList, isOn: Bool) -> [Request] {
        let isEcho = awaitedEchoes.remove(peer) != nil
        guard !isEcho || !isOn else { return [] }
        switch (list, isOn) {
        case (.ignored, true): ignored.insert(peer)
        case (.ignored, false): ignored.remove(peer)
        case (.blocked, true): blocked.insert(peer)
        case (.blocked, false): blocked.remove(peer)
        }
        let text = "\(name(of: peer)) is \(isOn ? "" : "no longer ")\(list.name)"
        return [.show(.notice, text), .set(list.name, .list(members(of: list)), isSaved: true)]
    }

    /// The peer ids on a list, sorted.
    func members(of list: PeerList) -> [String] {
        (list == .ignored ? ignored : blocked).map(\.description).sorted()
    }

    // MARK: - The welcome

    /// What a reader is told once, as soon as it is known how others reach us.
    mutating func takeWelcome() -> String? {
        guard !hasGreeted, let address = bestAddress else { return nil }
        hasGreeted = true
        let reach = Self.isReachable(address) ? "Others" : "Others here"
        return "Welcome to Hearsay. \(reach) reach you by /dial\n\(address.description)"
    }

    /// The address to give to others.
    private var bestAddress: Multiaddr? {
        listenAddresses.first { Self.isReachable($0) } ?? listenAddresses.first
    }

    /// Puts that address into the clipboard.
    func copyAddress() -> [Request] {
        guard let address = bestAddress else { return [.hint("you listen nowhere")] }
        return [.effect(.copy(address.description)), .hint("in the clipboard: \(address.description)")]
    }

    /// Whether an address means us on other machines too: neither loopback nor link-local.
    private static func isReachable(_ address: Multiaddr) -> Bool {
        switch address.components.first {
        case .ip4(let bytes): bytes.first != 127
        case .ip6(let bytes):
            bytes.dropLast().contains { $0 != 0 }
                && !(bytes.first == 0xFE && bytes.dropFirst().first ?? 0 >= 0x80)
        default: true
        }
    }

    // MARK: - Private

    /// Changes what is known of a peer; strangers push out those long gone when there are too many.
    private mutating func remember(_ peer: PeerID, _ change: (inout PeerState) -> Void) {
        if peers[peer] == nil, peers.count >= Self.maximumPeers {
            let gone = peers.filter { !$0.value.isConnected }.keys.sorted().first
            guard let gone else { return }
            peers[gone] = nil
        }
        change(&peers[peer, default: PeerState()])
    }

    private static func peers(_ list: [String]) -> Set<PeerID> {
        var peers: Set<PeerID> = []
        for text in list {
            do {
                peers.insert(try PeerID(text: text))
            } catch {
                // Somebody wrote it into the file by hand; nobody has such a key.
            }
        }
        return peers
    }
}
