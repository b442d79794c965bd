import Gossip
import Net

/// Answers to questions of the user.
extension Node {
    /// Everybody who can be named: ourselves, the connected, the authors seen, the ignored; sorted.
    func knownPeers() -> [PeerID] {
        Set([localPeer]).union(swarm.connectedPeers).union(nicks.authors).union(ignored).sorted()
    }

    /// The connected peers, sorted by id; of several connections to one the oldest.
    func peerSummaries() -> [PeerSummary] {
        let topics = router.snapshot().topics
        var summaries: [PeerSummary] = []
        for connection in swarm.connections where !summaries.contains(where: { $0.peer == connection.peer }) {
            summaries.append(
                PeerSummary(
                    peer: connection.peer,
                    address: connection.address.withPeerID(connection.peer),
                    direction: connection.direction,
                    roundTrip: connection.roundTrip,
                    agent: connection.agent,
                    mesh: topics.filter { $0.mesh.contains(connection.peer) }.compactMap {
                        RoomName(topic: $0.topic)
                    },
                    score: router.score(of: connection.peer),
                    protocols: connection.protocols,
                    bytesReceived: connection.bytesReceived,
                    bytesSent: connection.bytesSent,
                    streamCount: connection.streams,
                    receiveWindowBytes: connection.receiveWindowBytes,
                    nick: nicks[connection.peer]
                )
            )
        }
        return summaries.sorted { $0.peer < $1.peer }
    }

    /// The joined rooms, in the order of joining.
    func roomSummaries() -> [RoomSummary] {
        rooms.rooms.map { room in
            RoomSummary(
                room: room.name,
                isCurrent: room.name == rooms.current,
                members: rooms.members(of: room.name).map { RoomMember(peer: $0, nick: nicks[$0]) }
            )
        }
    }

    /// Who is in a room, ourselves first.
    func namesText(_ room: RoomName) -> String {
        let members = rooms.members(of: room)
        var text = "\(room.text): \(members.count + 1) here\n  \(named(localPeer)), you"
        for member in members { text += "\n  \(named(member))" }
        return text
    }

    /// What is known of a peer.
    func whoisText(_ peer: PeerID) -> String {
        var lines = [named(peer)]
        if peer == localPeer {
            lines.append("  this is you")
            for address in swarm.listenAddresses { lines.append("  \(address.withPeerID(peer).description)") }
        } else if let summary = peerSummaries().first(where: { $0.peer == peer }) {
            lines.append(
                "  \(summary.address.description), \(summary.direction == .inbound ? "it dialled" : "we dialled")"
            )
            if !summary.agent.utf8.isEmpty {
                lines.append("  \(Displayable(summary.agent, limit: 128).text)")
            }
            if let roundTrip = summary.roundTrip { lines.append("  round trip \(roundTrip.milliseconds) ms") }
        } else {
            lines.append("  not connected; known by its messages")
        }
        let shared = rooms.rooms(of: peer).map { $0.text }
        if !shared.isEmpty { lines.append("  in \(shared.joined(separator: ", "))") }
        if ignored.contains(peer) { lines.append("  ignored") }
        return lines.joined(separator: "\n")
    }

    private func named(_ peer: PeerID) -> String {
        let nick = peer == localPeer ? nick.text : nicks[peer] ?? "(no nick yet)"
        return "\(Displayable(nick, limit: Nick.maximumBytes).text) \(peer.description)"
    }
}
