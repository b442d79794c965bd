import Gossip
import History
import Net

/// Peers keep what was said, and complete it for each other when they meet.
extension Simulation {
    /// Unix time at the origin, in seconds.
    private static var epoch: UInt64 { 1_700_000_000 }

    private var clock: HistoryClock {
        HistoryClock(now: now, seconds: Self.epoch + UInt64(max(0, now.nanoseconds) / 1_000_000_000))
    }

    /// The history of a peer, which outlasts its lives.
    mutating func makeHistory(_ node: Int) -> HistoryExchange? {
        guard configuration.keepsHistory, !isAttacker(node) else { return nil }
        var history = HistoryExchange(
            localPeer: SimulatedIdentity.peer(node),
            keep: HistoryKeep(),
            limits: HistoryLimits(),
            authenticator: MessageAuthenticator(simulated: SimulatedIdentity.peer(node)),
            seed: random.next(),
            now: now
        )
        history.open(Self.topic, time: .payload, at: clock)
        return history
    }

    mutating func scheduleAbsences() {
        guard configuration.keepsHistory else { return }
        let third = configuration.publishInterval * Int64(max(1, configuration.messages / 3))
        for node in nodes.indices where configuration.absentShare > 0 {
            guard random.isHit(configuration.absentShare) else { continue }
            queue.add(
                .leave(node: node, absence: third),
                at: publishTime(configuration.messages / 3) - .milliseconds(1)
            )
        }
        guard configuration.everybodyLeavesOnce else { return }
        let span = configuration.publishInterval * Int64(max(1, configuration.messages))
        for node in nodes.indices {
            let offset = Interval(
                nanoseconds: span.nanoseconds / Int64(nodes.count) * Int64(node)
            )
            queue.add(.leave(node: node, absence: configuration.absence), at: firstPublication + offset)
        }
    }

    mutating func leave(_ node: Int, absence: Interval) {
        guard nodes[node].isUp, !nodes[node].isAttacker else { return }
        stop(node)
        queue.add(.start(node: node), at: now + absence)
    }

    // MARK: - What gossip tells

    /// The message with its time, as the payload of a chat message has it.
    func timed(_ payload: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(2, bytes: payload)
        writer.append(3, varint: clock.seconds * 1_000 + UInt64(max(0, now.nanoseconds) / 1_000_000) % 1_000)
        return writer.bytes
    }

    /// The number of a message, which its payload begins with.
    func number(of data: [UInt8]) -> Int? {
        var payload = data[...]
        if configuration.keepsHistory {
            var reader = ProtobufReader(data)
            do {
                payload = try reader.next()?.bytes() ?? []
            } catch {
                return nil
            }
        }
        guard payload.count >= 4 else { return nil }
        return payload.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func keep(_ id: MessageID, at node: Int) {
        let clock = clock
        guard nodes[node].history != nil, let bytes = nodes[node].router.encodedMessage(id) else { return }
        nodes[node].history?.receiveLive(bytes, of: Self.topic, at: clock)
    }

    mutating func receiveMember(_ peer: PeerID, at node: Int) {
        let clock = clock
        nodes[node].history?.receiveMember(peer, of: Self.topic, at: clock)
    }

    mutating func receiveDisconnection(_ peer: PeerID, at node: Int) {
        let clock = clock
        guard nodes[node].history != nil else { return }
        let index = SimulatedIdentity.index(peer)
        for (session, stream) in nodes[node].historyStreams.sorted(by: { $0.key < $1.key })
        where stream.peer == index {
            nodes[node].historyStreams[session] = nil
            nodes[node].history?.receiveEnd(session, isReset: false, at: clock)
        }
        nodes[node].history?.receiveDisconnection(peer)
    }

    // MARK: - Time

    mutating func scheduleHistoryTimer(_ node: Int) {
        guard let deadline = nodes[node].history?.nextDeadline else { return }
        let time = max(deadline, now)
        guard time < nodes[node].historyTimer else { return }
        nodes[node].historyTimer = time
        queue.add(.historyTimer(node: node, life: nodes[node].life), at: time)
    }

    mutating func fireHistoryTimer(_ node: Int, life: UInt32) {
        let clock = clock
        guard nodes[node].isUp, nodes[node].life == life else { return }
        nodes[node].historyTimer = .distantFuture
        if let deadline = nodes[node].history?.nextDeadline, deadline <= now {
            nodes[node].history?.handleTimeout(at: clock)
        }
        drainHistory(node)
    }

    // MARK: - Streams

    mutating func drainHistory(_ node: Int) {
        while let output = nodes[node].history?.pollOutput() { carryOut(output, at: node) }
        scheduleHistoryTimer(node)
    }

    private mutating func carryOut(_ output: HistoryOutput, at node: Int) {
        let clock = clock
        switch output {
        case .open(let session, let peer):
            let index = SimulatedIdentity.index(peer)
            let name = HistoryStream.Name(opener: node, session: session)
            nodes[node].historyStreams[session] = HistoryStream(name: name, peer: index)
            nodes[node].history?.receiveOpened(session, at: clock)
        case .write(let session, let bytes):
            historyBytes += bytes.count
            sendHistory(.bytes(bytes), from: node, session)
            nodes[node].history?.receiveWritten(session, at: clock)
        case .close(let session): nodes[node].historyStreams[session] = nil
        case .reset(let session):
            sendHistory(.end(isReset: true), from: node, session)
            nodes[node].historyStreams[session] = nil
        case .late(_, let record):
            historyMessageBytes += record.bytes.count
            guard let message = record.message, let number = number(of: message.data) else { return }
            trace.add(number)
            if log.deliverLate(number, to: node, at: now) {
                lateDelays.append((now - max(nodes[node].upSince, log.publications[number].time)).seconds)
            }
        case .caughtUp, .keep, .drop: break
        }
    }

    private mutating func sendHistory(
        _ content: HistoryFlight.Content,
        from node: Int,
        _ session: HistorySessionID
    ) {
        guard let stream = nodes[node].historyStreams[session], let link = nodes[node].link(to: stream.peer)
        else { return }
        // Beside gossip, which it does not delay: streams share a connection.
        queue.add(
            .historyArrival(
                link: link,
                epoch: links[link].epoch,
                atSecond: links[link].second == stream.peer,
                HistoryFlight(stream: stream.name, content: content)
            ),
            at: now + links[link].latency
        )
    }

    mutating func arrive(_ index: Int, epoch: UInt32, atSecond: Bool, _ flight: HistoryFlight) {
        let clock = clock
        let link = links[index]
        guard link.isUp, link.epoch == epoch else { return }
        let (node, sender) = atSecond ? (link.second, link.first) : (link.first, link.second)
        guard let session = session(of: flight.stream, at: node, from: sender) else { return }
        switch flight.content {
        case .bytes(let bytes): nodes[node].history?.receive(bytes[...], of: session, at: clock)
        case .end(let isReset):
            nodes[node].historyStreams[session] = nil
            nodes[node].history?.receiveEnd(session, isReset: isReset, at: clock)
        }
        drainHistory(node)
    }

    /// The receiver's session of a stream, which the first bytes open.
    private mutating func session(of name: HistoryStream.Name, at node: Int, from sender: Int)
        -> HistorySessionID?
    {
        let clock = clock
        if name.opener == node {
            return nodes[node].historyStreams[name.session] == nil ? nil : name.session
        }
        for (session, stream) in nodes[node].historyStreams where stream.name == name { return session }
        guard !nodes[node].closedStreams.contains(name) else { return nil }
        guard
            let session = nodes[node].history?.receiveStream(from: SimulatedIdentity.peer(sender), at: clock)
        else {
            refuse(name, at: node, from: sender)
            return nil
        }
        nodes[node].historyStreams[session] = HistoryStream(name: name, peer: sender)
        nodes[node].closedStreams.insert(name)
        return session
    }

    /// There are too many: the stream is reset.
    private mutating func refuse(_ name: HistoryStream.Name, at node: Int, from sender: Int) {
        nodes[node].closedStreams.insert(name)
        guard let link = nodes[node].link(to: sender) else { return }
        queue.add(
            .historyArrival(
                link: link,
                epoch: links[link].epoch,
                atSecond: links[link].second == sender,
                HistoryFlight(stream: name, content: .end(isReset: true))
            ),
            at: now + links[link].latency
        )
    }
}
