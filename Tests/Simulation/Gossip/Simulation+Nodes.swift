import Gossip
import Net

/// Peers come up, leave, and act on what their routers say.
extension Simulation {
    var attackerCount: Int {
        guard let attack = configuration.attack else { return 0 }
        return min(configuration.peers - 2, Int(Double(configuration.peers) * attack.attackerShare))
    }

    /// Attackers have the highest numbers.
    func isAttacker(_ index: Int) -> Bool { index >= configuration.peers - attackerCount }

    /// The peer that an eclipse is about.
    var victim: Int? { configuration.attack == .eclipse ? 0 : nil }

    mutating func makeNode(_ index: Int) -> SimulatedNode {
        let place = SimulatedPlace.random(using: &random)
        let isAttacker = isAttacker(index)
        return SimulatedNode(
            router: makeRouter(index),
            place: place,
            isAttacker: isAttacker,
            isSlow: random.isHit(configuration.slowShare),
            isInMinority: random.isHit(configuration.partitionShare),
            forwards: !isAttacker || configuration.attack == .covertflash
        )
    }

    private mutating func makeRouter(_ index: Int) -> GossipRouter {
        var settings = GossipConfiguration()
        settings.mesh = MeshParameters(degree: configuration.degree)
        settings.gossip.floodsOwnMessages = configuration.floodsOwnMessages
        if !configuration.declinesCopies { settings.gossip.dontWantThresholdBytes = .max }
        settings.scoring = configuration.isScored ? PeerScoreParameters() : nil
        settings.topicDefaults.scoring = configuration.isScored ? .openNetwork : nil
        // Whether an attacker forwards is settled message by message.
        if isAttacker(index) { settings.topicDefaults.validation = .asynchronous }
        var seed: [UInt8] = []
        for _ in 0..<4 {
            let word = random.next()
            for shift in 0..<8 { seed.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
        }
        return GossipRouter(
            authenticator: MessageAuthenticator(simulated: SimulatedIdentity.peer(index)),
            configuration: settings,
            seed: seed,
            initialSequenceNumber: UInt64(bitPattern: now.nanoseconds),
            now: now
        )
    }

    mutating func scheduleStarts() {
        for node in nodes.indices {
            let span = UInt64(max(1, configuration.rampUp.nanoseconds / 10))
            var delay = Interval(nanoseconds: Int64(random.next(upperBound: span)))
            // In a cold boot the attackers are there first.
            if configuration.attack == .coldboot, !nodes[node].isAttacker {
                delay = delay + configuration.rampUp / 2
            }
            queue.add(.start(node: node), at: .origin + delay)
        }
    }

    mutating func start(_ node: Int) {
        guard !nodes[node].isUp else { return }
        trace.add(node)
        nodes[node].router = makeRouter(node)
        nodes[node].isUp = true
        nodes[node].life += 1
        nodes[node].upSince = now
        if nodes[node].history == nil { nodes[node].history = makeHistory(node) }
        nodes[node].closedStreams = []
        nodes[node].historyTimer = .distantFuture
        nodes[node].router.join(Self.topic, now: now)
        scheduleTimer(node)
        drain(node)
        for _ in 0..<dialCount(node) {
            scheduleDial(node, within: configuration.rampUp - configuration.rampUp / 10)
        }
    }

    /// How many connections the peer opens itself.
    private func dialCount(_ node: Int) -> Int {
        // One dial is for all hubs.
        if configuration.hubs > 0 { return 1 }
        let usual = configuration.dials ?? configuration.degree
        return nodes[node].isAttacker && configuration.attack != .censor ? usual * 2 : usual
    }

    mutating func scheduleDial(_ node: Int, within span: Interval) {
        let delay = Int64(random.next(upperBound: UInt64(max(1, span.nanoseconds))))
        let time = now + Interval(nanoseconds: delay)
        queue.add(.dial(node: node, life: nodes[node].life), at: time)
    }

    mutating func stop(_ node: Int) {
        guard nodes[node].isUp else { return }
        trace.add(node)
        for (_, link) in nodes[node].links { breakLink(link, redials: true) }
        addPast(nodes[node].router.counters)
        nodes[node].isUp = false
        nodes[node].dialing = 0
        nodes[node].life += 1
        nodes[node].upSince = .distantFuture
    }

    /// Takes what the router has to say until there is nothing left.
    mutating func drain(_ node: Int) {
        drainRouter(node)
        if nodes[node].history != nil { drainHistory(node) }
    }

    private mutating func drainRouter(_ node: Int) {
        while let output = nodes[node].router.pollOutput() {
            switch output {
            case .send(let peer, let rpc): send(rpc, from: node, to: SimulatedIdentity.index(peer))
            case .deliver(let message): deliver(message, to: node)
            case .validate(let message):
                guard nodes[node].forwards else { continue }
                if nodes[node].router.receiveValidation(message.id, .accept, now: now) {
                    deliver(message, to: node)
                }
            case .disconnect(let peer, _):
                if let link = nodes[node].link(to: SimulatedIdentity.index(peer)) {
                    breakLink(link, redials: true)
                }
            case .subscribed(let peer, _): receiveMember(peer, at: node)
            case .sent, .unsubscribed, .grafted, .pruned, .connect, .reconnect: break
            }
        }
    }

    private mutating func deliver(_ message: GossipMessage, to node: Int) {
        guard let number = number(of: message.data) else { return }
        keep(message.id, at: node)
        trace.add(node)
        trace.add(number)
        log.deliver(number, to: node, from: SimulatedIdentity.index(message.receivedFrom), at: now)
    }

    private mutating func addPast(_ counters: GossipCounters) {
        pastCounters.received += counters.received
        pastCounters.bytesSent += counters.bytesSent
        pastCounters.messageBytesSent += counters.messageBytesSent
        pastCounters.retransmitted += counters.retransmitted
    }
}
