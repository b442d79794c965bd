import ChatCore
import Net
import SimulatedNetwork

/// A whole chat peer in a simulated network, with everything that it told.
final class NodePeer: SimulatedPeer {
    var node: Node
    private(set) var events: [ChatEvent] = []

    /// The Unix time at the network's origin, in milliseconds.
    static let epoch: UInt64 = 1_700_000_000_000

    /// A peer by number; its key is made of the number, and `life` tells one run of it from the next.
    init(
        number: Int,
        rooms: [String] = ["lobby"],
        listens: Bool = true,
        dials: [Multiaddr] = [],
        history: String? = nil,
        life: Int = 0,
        now: Instant = .origin
    ) {
        var random = SeededRandom(seed: UInt64(number + 1))
        let identity = KeyPair(seed: random.bytes(KeyPair.seedBytes))
        random = SeededRandom(seed: UInt64(1_000 * (life + 1) + number))
        var arguments = ["--nick", "peer\(number)"]
        for room in rooms { arguments += ["--room", room] }
        arguments += ["--listen", listens ? "/ip4/0.0.0.0/tcp/4001" : "none"]
        if let history { arguments += ["--history", history] }
        for address in dials { arguments += ["--dial", address.description] }
        guard case .run(let options) = OptionParser.parse(arguments, engine: .native, userName: nil) else {
            preconditionFailure("these options are right")
        }
        let unixNanoseconds = Self.epoch * 1_000_000 + UInt64(now.nanoseconds)
        node = Node(
            configuration: NodeConfiguration(
                options: options,
                identity: identity,
                engine: .native,
                seed: random.bytes(NodeConfiguration.seedBytes),
                unixNanoseconds: unixNanoseconds,
                firstSequenceNumber: unixNanoseconds
            ),
            now: now
        )
    }

    /// The texts of others' messages, in the order of arrival.
    var texts: [String] { messages.filter { !$0.isOwn }.map { $0.text } }

    /// All messages, our own included.
    var messages: [ChatMessage] {
        events.compactMap { event in
            if case .message(let message) = event { return message }
            return nil
        }
    }

    /// The errors told.
    var errors: [String] {
        events.compactMap { event in
            if case .error(let text) = event { return text }
            return nil
        }
    }

    /// To how many peers each message was handed, in the order of the events.
    var sentCounts: [Int] {
        events.compactMap { event in
            if case .sent(_, _, let count) = event { return count }
            return nil
        }
    }

    /// The members now in a room, ourselves not among them.
    func members(of room: String) -> Set<PeerID> {
        var members: Set<PeerID> = []
        for case .member(let name, let peer, let action) in events where name.text == room {
            if action == .join {
                members.insert(peer)
            } else {
                members.remove(peer)
            }
        }
        return members
    }

    func forgetEvents() {
        events.removeAll()
    }

    func runProgram(now: Instant) -> Bool {
        guard let event = node.pollEvent() else { return false }
        events.append(event)
        return true
    }

    // MARK: - TransportClient

    func receive(_ input: TransportInput, now: Instant) {
        node.receive(input, now: now)
    }

    func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        node.receive(bytes, on: connection, now: now)
    }

    func handleTimeout(now: Instant) {
        node.handleTimeout(now: now)
    }

    var nextDeadline: Instant? { node.nextDeadline }

    func pollEffect() -> TransportEffect? {
        node.pollEffect()
    }

    func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        node.takeOutbound(connection, replacement: replacement)
    }
}

extension SimulatedNetwork where Peer == NodePeer {
    /// Adds a peer and starts it.
    @discardableResult
    func start(_ peer: NodePeer) -> Int {
        let number = add(peer)
        change(number) { peer, now in peer.node.start(now: now) }
        return number
    }

    /// Types lines.
    func type(_ peer: Int, _ lines: String...) {
        for line in lines {
            change(peer) { peer, now in
                let time = NodePeer.epoch + UInt64(now.nanoseconds / 1_000_000)
                peer.node.receiveInput(Array((line + "\n").utf8)[...], now: now, wallClockMilliseconds: time)
            }
        }
    }

    /// Runs until every peer sees all others in the lobby; returns whether they did.
    func meet(within limit: Interval = .seconds(30)) -> Bool {
        run(within: limit) { network in
            network.peers.allSatisfy { $0.members(of: "lobby").count == network.peers.count - 1 }
        }
    }

    /// Runs until the peer has received a text; returns whether it did.
    func receives(_ peer: Int, _ text: String, within limit: Interval = .seconds(30)) -> Bool {
        run(within: limit) { $0.peers[peer].texts.contains(text) }
    }
}
