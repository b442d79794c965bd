internal import DequeModule

/// The protocols that the swarm speaks by itself: identify, identify push, ping, perf.
extension Swarm {
    /// Asks a fresh connection's peer who it is.
    func requestIdentify(_ connection: Connection) {
        let session = ServiceSession.readingIdentify(
            from: connection.peer,
            isPush: false,
            deadline: clock + configuration.serviceTimeout
        )
        start(.identify, session, on: connection)
    }

    /// Tells every peer that understands it what has changed about us.
    func pushIdentify() {
        recordChanges += 1
        ownRecord = nil
        for peer in peers.keys.sorted() {
            guard peers[peer]?.info?.protocols.contains(ServiceProtocol.identifyPush.name) == true,
                let connection = preferredConnection(of: peer)
            else { continue }
            let session = ServiceSession.sending(
                identifyMessage(for: connection),
                deadline: clock + configuration.serviceTimeout
            )
            start(.identifyPush, session, on: connection)
            settle(connection)
        }
    }

    /// Measures the round trip of a connection.
    func ping(_ connection: Connection) {
        let session = ServiceSession.pinging(
            payload: random.bytes(PingInitiator.payloadBytes),
            now: clock,
            deadline: clock + configuration.serviceTimeout
        )
        start(.ping, session, on: connection)
    }

    /// Serves an inbound stream, unless the peer has too many of its kind.
    func startServing(_ service: ServiceProtocol, _ id: YamuxStreamID, on connection: Connection) {
        guard connection.inboundStreamCount(of: service.name) <= service.maximumInboundStreams else {
            connection.reset(id)
            return
        }
        let deadline = clock + configuration.serviceTimeout
        connection.services[id] =
            switch service {
            case .identify: .sending(identifyMessage(for: connection), deadline: deadline)
            case .identifyPush: .readingIdentify(from: connection.peer, isPush: true, deadline: deadline)
            case .ping: .answeringPings()
            case .performance: .servingPerformance()
            }
    }

    /// Moves bytes between a stream and its session until neither side can go on.
    func pump(_ id: YamuxStreamID, isEnded: Bool, on connection: Connection) {
        guard var session = connection.services[id] else { return }
        // The session lives in this variable meanwhile, so that its buffers are not copied.
        connection.services[id] = nil
        var isBroken = false
        do throws(StreamError) {
            while try read(id, into: &session, on: connection) {
                try write(from: &session, id, on: connection)
            }
            if isEnded { session.receiveEnd() }
            try write(from: &session, id, on: connection)
            if session.isDoneSending { connection.closeWrite(id) }
        } catch {
            isBroken = true
        }
        connection.services[id] = session
        if isBroken { connection.reset(id) }
    }

    /// A round trip was measured, by ping or by the muxer.
    func receiveRoundTrip(_ interval: Interval, on connection: Connection) {
        connection.notes.roundTrip = interval
        events.append(.roundTrip(connection.peer, interval))
    }

    /// Resets exchanges that take too long.
    func expireServices(of connection: Connection) {
        for id in connection.services.keys.sorted() {
            guard let deadline = connection.services[id]?.deadline, deadline <= clock else { continue }
            connection.reset(id)
        }
    }

    // MARK: - Private

    private func start(_ service: ServiceProtocol, _ session: ServiceSession, on connection: Connection) {
        do throws(SwarmError) {
            let id = try connection.openStream(protocols: [service.name], now: clock)
            connection.services[id] = session
            pump(id, isEnded: false, on: connection)
        } catch {
            // The connection has no room for another stream, or is going away: this can be done without.
            return
        }
    }

    private func read(
        _ id: YamuxStreamID,
        into session: inout ServiceSession,
        on connection: Connection
    ) throws(StreamError) -> Bool {
        let allowance = session.readAllowance
        guard allowance > 0, connection.streams[id]?.isOpen == true else { return false }
        var bytes: [UInt8] = []
        guard try connection.read(id, maximum: allowance, into: &bytes, now: clock) > 0 else { return false }
        switch session.receive(bytes[...], now: clock) {
        case .none: break
        case .identified(let message, let isPush): receiveIdentified(message, isPush: isPush, on: connection)
        case .roundTrip(let interval): receiveRoundTrip(interval, on: connection)
        case .failed: throw .reset
        }
        return true
    }

    private func write(
        from session: inout ServiceSession,
        _ id: YamuxStreamID,
        on connection: Connection
    ) throws(StreamError) {
        guard !session.isDoneSending else { return }
        while true {
            let bytes = session.bytesToSend()
            guard !bytes.isEmpty else { return }
            let count = try connection.write(bytes, to: id)
            session.didSend(count)
            guard count == bytes.count else { return }
        }
    }

    private func receiveIdentified(_ message: IdentifyMessage, isPush: Bool, on connection: Connection) {
        let before = peers[connection.peer]?.info
        var info =
            before
            ?? IdentifyInfo(
                protocolVersion: "",
                agentVersion: "",
                listenAddresses: [],
                protocols: [],
                observedAddress: nil
            )
        message.apply(to: &info)
        addressBook.add(message.listenAddresses, of: connection.peer, source: .identify, now: clock)
        if let envelope = message.signedPeerRecord {
            _ = addSignedRecord(envelope, of: connection.peer, now: clock)
        }
        guard before != info else { return }
        peers[connection.peer]?.info = info
        events.append(.identified(connection.peer, info))
    }

    private func identifyMessage(for connection: Connection) -> IdentifyMessage {
        var message = IdentifyMessage()
        message.publicKey = identity.publicKey.protobuf
        message.listenAddresses = listenAddresses
        message.protocols = acceptedProtocols
        // Where we dialled a name, we know no address that the peer could use.
        switch connection.remote.tcpEndpoint?.host {
        case .ip4, .ip6: message.observedAddress = connection.remote.withoutPeerID
        case .name, nil: break
        }
        message.protocolVersion = configuration.protocolVersion
        message.agentVersion = configuration.agentVersion
        message.signedPeerRecord = signedRecord()
        return message
    }
}
