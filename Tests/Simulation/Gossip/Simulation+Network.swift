import Gossip
import Net

/// Connections and what travels over them.
extension Simulation {
    /// A connection whose backlog passes this many bytes counts as congested, until half of it is gone.
    private static var congestionBytes: Int { 256 * 1_024 }

    mutating func dial(_ node: Int, life: UInt32) {
        guard nodes[node].isUp, nodes[node].life == life else { return }
        if configuration.hubs > 0 { return dialHubs(node) }
        if let peer = dialTarget(node) { openLink(from: node, to: peer) }
    }

    /// Dials the hubs that the peer is not connected to, and comes back for those that are not there yet.
    private mutating func dialHubs(_ node: Int) {
        var isComplete = true
        for hub in 0..<min(node, configuration.hubs) where nodes[node].link(to: hub) == nil {
            let isApart = isApart && nodes[hub].isInMinority != nodes[node].isInMinority
            if nodes[hub].isUp, !isApart { openLink(from: node, to: hub) } else { isComplete = false }
        }
        if !isComplete { scheduleDial(node, within: .milliseconds(500)) }
    }

    private mutating func openLink(from node: Int, to peer: Int) {
        trace.add(node)
        trace.add(peer)
        let latency = configuration.latency.latency(
            between: nodes[node].place,
            and: nodes[peer].place,
            using: &random
        )
        nodes[node].dialing += 1
        links.append(SimulatedLink(first: node, second: peer, latency: latency))
        // TCP, Noise and multistream take about three round trips.
        queue.add(.connected(link: links.count - 1, epoch: 0), at: now + latency * 6)
    }

    /// A random peer that is up, reachable and not connected yet.
    private mutating func dialTarget(_ node: Int) -> Int? {
        if let victim, nodes[victim].isUp, dialsVictim(node), nodes[node].link(to: victim) == nil {
            return victim
        }
        let range = dialRange(node)
        for _ in 0..<20 {
            let peer = range.lowerBound + Int(random.next(upperBound: UInt64(range.count)))
            let isApart = isApart && nodes[peer].isInMinority != nodes[node].isInMinority
            if peer != node, peer != victim, nodes[peer].isUp, !isApart, nodes[node].link(to: peer) == nil {
                return peer
            }
        }
        return nil
    }

    /// The peers that the peer knows addresses of.
    private func dialRange(_ node: Int) -> Range<Int> {
        let honest = configuration.peers - attackerCount
        // All the addresses that the victim was told are attackers'.
        if node == victim { return honest..<configuration.peers }
        switch configuration.attack {
        case .censor, .covertflash, nil: return 0..<configuration.peers
        case .sybil, .eclipse, .coldboot: return 0..<honest
        }
    }

    /// Attackers dial the victim, and so do two honest peers.
    private func dialsVictim(_ node: Int) -> Bool {
        nodes[node].isAttacker || 1...2 ~= node
    }

    mutating func connect(_ index: Int, epoch: UInt32) {
        let link = links[index]
        nodes[link.first].dialing = max(0, nodes[link.first].dialing - 1)
        guard link.epoch == epoch, nodes[link.first].isUp, nodes[link.second].isUp,
            nodes[link.first].link(to: link.second) == nil,
            !(isApart && nodes[link.first].isInMinority != nodes[link.second].isInMinority)
        else { return }
        links[index].isUp = true
        nodes[link.first].addLink(index, to: link.second)
        nodes[link.second].addLink(index, to: link.first)
        for (node, peer) in [(link.first, link.second), (link.second, link.first)] {
            nodes[node].router.receivePeerConnected(
                SimulatedIdentity.peer(peer),
                version: .meshsub13,
                direction: node == link.first ? .outbound : .inbound,
                address: address(of: peer),
                now: now
            )
        }
        drain(link.first)
        drain(link.second)
    }

    /// A public IPv4 address: of their own for honest peers, shared among attackers.
    private func address(of peer: Int) -> [UInt8] {
        var number = peer
        if let attack = configuration.attack, nodes[peer].isAttacker {
            number = configuration.peers + peer / attack.attackersPerAddress
        }
        return [
            44, UInt8(truncatingIfNeeded: number >> 16), UInt8(truncatingIfNeeded: number >> 8),
            UInt8(truncatingIfNeeded: number),
        ]
    }

    /// Ends a connection at both ends; who dialled it may dial somebody else.
    mutating func breakLink(_ index: Int, redials: Bool) {
        guard links[index].isUp else { return }
        let link = links[index]
        trace.add(index)
        links[index].isUp = false
        links[index].epoch += 1
        for (node, peer) in [(link.first, link.second), (link.second, link.first)] {
            nodes[node].removeLink(to: peer)
            nodes[node].router.receivePeerDisconnected(SimulatedIdentity.peer(peer), now: now)
            receiveDisconnection(SimulatedIdentity.peer(peer), at: node)
        }
        drain(link.first)
        drain(link.second)
        if redials { scheduleDial(link.first, within: .seconds(1)) }
    }

    mutating func send(_ rpc: [UInt8], from node: Int, to peer: Int) {
        guard let index = nodes[node].link(to: peer) else { return }
        var departure = now
        if let bandwidth = configuration.bandwidth, bandwidth > 0 {
            departure = max(now, nodes[node].uplinkFree) + transmission(rpc.count, bandwidth)
            nodes[node].uplinkFree = departure
        }
        var arrival = departure + links[index].latency
        if nodes[peer].isSlow {
            arrival =
                max(arrival, nodes[peer].downlinkFree) + transmission(rpc.count, configuration.slowBandwidth)
            nodes[peer].downlinkFree = arrival
        }
        let atSecond = links[index].second == peer
        var direction = atSecond ? links[index].toSecond : links[index].toFirst
        arrival = max(arrival, direction.lastArrival)
        direction.lastArrival = arrival
        direction.bytesInFlight += rpc.count
        if !direction.isCongested, direction.bytesInFlight > Self.congestionBytes {
            direction.isCongested = true
            let peerID = SimulatedIdentity.peer(peer)
            nodes[node].router.receiveCongestion(peerID, isCongested: true, now: now)
        }
        if atSecond { links[index].toSecond = direction } else { links[index].toFirst = direction }
        queue.add(
            .arrival(link: index, epoch: links[index].epoch, atSecond: atSecond, rpc: rpc),
            at: arrival
        )
    }

    private func transmission(_ bytes: Int, _ bytesPerSecond: Int) -> Interval {
        Interval(nanoseconds: Int64(bytes) * 1_000_000_000 / Int64(max(1, bytesPerSecond)))
    }

    mutating func arrive(_ index: Int, epoch: UInt32, atSecond: Bool, rpc: [UInt8]) {
        let link = links[index]
        guard link.isUp, link.epoch == epoch else { return }
        let (receiver, sender) = atSecond ? (link.second, link.first) : (link.first, link.second)
        trace.add(receiver)
        trace.add(sender)
        trace.add(rpc)
        settle(index, atSecond: atSecond, byteCount: rpc.count, sender: sender, receiver: receiver)
        nodes[receiver].router.receiveRPC(rpc[...], from: SimulatedIdentity.peer(sender), now: now)
        drain(receiver)
    }

    /// The bytes are no longer on their way.
    private mutating func settle(_ index: Int, atSecond: Bool, byteCount: Int, sender: Int, receiver: Int) {
        var direction = atSecond ? links[index].toSecond : links[index].toFirst
        direction.bytesInFlight -= byteCount
        let isRelieved = direction.isCongested && direction.bytesInFlight < Self.congestionBytes / 2
        if isRelieved { direction.isCongested = false }
        if atSecond { links[index].toSecond = direction } else { links[index].toFirst = direction }
        if isRelieved {
            let peerID = SimulatedIdentity.peer(receiver)
            nodes[sender].router.receiveCongestion(peerID, isCongested: false, now: now)
            drain(sender)
        }
    }
}
