internal import DequeModule

/// The life of a connection: dial, upgrade, established, closing.
extension Swarm {
    // MARK: - Upgrades

    func startUpgrade(
        _ id: ConnectionID,
        direction: Direction,
        local: Multiaddr?,
        remote: Multiaddr,
        expectedPeer: PeerID?
    ) {
        let deadline = clock + configuration.connection.handshakeTimeout
        upgrades[id] = Upgrade(
            id: id,
            direction: direction,
            local: local,
            remote: remote,
            expectedPeer: expectedPeer,
            identity: channelIdentity,
            ephemeralKey: random.bytes(NoiseHandshake.ephemeralKeyBytes),
            deadline: deadline
        )
        deadlines.insert(id, at: deadline)
        dirty.append(id)
    }

    func receiveHandshake(_ bytes: ArraySlice<UInt8>, on id: ConnectionID) {
        do throws(ConnectionError) {
            let upgraded = try upgrades[id]?.receive(bytes)
            dirty.append(id)
            if let upgraded {
                _ = removeUpgrade(id)
                establish(upgraded)
            }
        } catch {
            failUpgrade(id, error)
        }
    }

    /// Drops the socket of a handshake that failed.
    func failUpgrade(_ id: ConnectionID, _ error: ConnectionError) {
        guard let upgrade = removeUpgrade(id) else { return }
        effects.append(.abort(id))
        finishFailed(upgrade, DialError(error))
    }

    func removeUpgrade(_ id: ConnectionID) -> Upgrade? {
        guard let upgrade = upgrades.removeValue(forKey: id) else { return nil }
        if upgrade.direction == .inbound { tally.pendingInbound -= 1 }
        return upgrade
    }

    /// Reports a handshake that came to nothing. Whoever dialled us learns it by the closed socket.
    func finishFailed(_ upgrade: Upgrade, _ error: DialError) {
        switch upgrade.direction {
        case .inbound: tally.totalFailedInbound += 1
        case .outbound: failDial(upgrade.id, upgrade.remote, error)
        }
    }

    func failDial(_ id: ConnectionID, _ address: Multiaddr, _ error: DialError) {
        tally.totalFailedOutbound += 1
        events.append(.dialFailed(address, error))
        if error == .selfDial, address.dnsaddrName == nil {
            // It will never lead anywhere else.
            _ = dialer.remove(address)
        }
        dialer.receiveFailed(id, now: clock, random: &random)
        startDials()
    }

    // MARK: - Established

    private func establish(_ upgraded: Upgraded) {
        let peer = upgraded.session.remotePeerID
        if let limit = limitReached(by: peer, upgraded.direction) {
            tally.totalRefused += 1
            effects.append(.abort(upgraded.id))
            if upgraded.direction == .outbound {
                failDial(upgraded.id, upgraded.remote, .limitReached(limit))
            }
            return
        }
        let connection = Connection(
            upgraded,
            configuration: configuration.connection,
            acceptedProtocols: acceptedProtocols,
            now: clock
        )
        established[connection.id] = connection
        tally.totalEstablished += 1
        switch connection.direction {
        case .inbound: tally.establishedInbound += 1
        case .outbound: tally.establishedOutbound += 1
        }
        register(connection)
        if configuration.pingInterval != nil { ping(connection) }
        connection.notes.nextPing = configuration.pingInterval.map { clock + $0 }
        do throws(ConnectionError) {
            try connection.resume(upgraded, now: clock)
            settle(connection)
        } catch {
            fail(connection, error)
        }
        startDials()
    }

    private func register(_ connection: Connection) {
        let peer = connection.peer
        if connection.direction == .outbound {
            dialer.receiveConnected(connection.id, to: peer, now: clock)
            addressBook.add([connection.remote], of: peer, source: .dialled, now: clock)
        }
        dialer.receivePeerConnected(peer, now: clock)
        abandonNeedlessDials(to: peer, winner: connection.direction)
        guard let others = peers[peer]?.connections else {
            peers[peer] = PeerState(connections: [connection.id])
            events.append(
                .connected(
                    peer,
                    connection.id,
                    address: connection.remote.withPeerID(peer),
                    connection.direction
                )
            )
            requestIdentify(connection)
            return
        }
        peers[peer]?.connections.append(connection.id)
        // A second connection often means that the first is dead and nobody knows: ask it.
        for id in others {
            guard let other = established[id] else { continue }
            other.muxer.ping(now: clock)
            settle(other)
        }
        reconsider(peer)
    }

    /// Bytes came for an established connection.
    func receive(_ bytes: ArraySlice<UInt8>, on connection: Connection) {
        do throws(ConnectionError) {
            try connection.receive(bytes, now: clock)
            settle(connection)
        } catch {
            fail(connection, error)
        }
    }

    func handleTimeout(_ connection: Connection) {
        do throws(ConnectionError) {
            try connection.handleTimeout(now: clock)
        } catch {
            fail(connection, error)
            return
        }
        expireServices(of: connection)
        if let instant = connection.notes.nextPing, instant <= clock {
            connection.notes.nextPing = configuration.pingInterval.map { clock + $0 }
            ping(connection)
        }
        settle(connection)
        guard established[connection.id] != nil else { return }
        closeIfUnused(connection)
    }

    // MARK: - The end

    /// Ends a connection in good order: what was written goes out first, then a go-away, then the socket closes.
    func close(_ connection: Connection, reason: DisconnectReason) {
        connection.muxer.goAway(.normal)
        finish(connection, reason)
    }

    /// Ends a connection whose peer broke the rules or is not there any more.
    func fail(_ connection: Connection, _ error: ConnectionError) {
        // Streams may have come to their end in the same bytes.
        while let event = connection.pollEvent() { receive(event, of: connection) }
        guard established[connection.id] != nil else { return }
        let reason = DisconnectReason(error)
        switch error {
        case .stalled, .unresponsive:
            remove(connection, reason: reason)
            effects.append(.abort(connection.id))
        default:
            connection.muxer.goAway(.protocolError)
            finish(connection, reason)
        }
    }

    /// Takes a connection out of the books: its streams are reset and, if it was the peer's last, the peer is gone.
    func remove(_ connection: Connection, reason: DisconnectReason) {
        guard established.removeValue(forKey: connection.id) != nil else { return }
        tally.heldBytes -= connection.notes.heldBytes
        switch connection.direction {
        case .inbound: tally.establishedInbound -= 1
        case .outbound: tally.establishedOutbound -= 1
        }
        tally.totalBytesReceived &+= connection.bytesReceived
        tally.totalBytesSent &+= connection.account.sentCount
        for id in connection.streams.keys.sorted() where connection.services[id] == nil {
            guard let record = connection.streams[id] else { continue }
            let stream = StreamID(connection: connection.id, stream: id)
            if record.isOpen || record.direction == .outbound { events.append(.streamReset(stream)) }
        }
        peers[connection.peer]?.connections.removeAll { $0 == connection.id }
        if peers[connection.peer]?.connections.isEmpty == true {
            peers[connection.peer] = nil
            events.append(.disconnected(connection.peer, reason))
            dialer.receivePeerDisconnected(connection.peer, now: clock, random: &random)
            startDials()
        } else {
            reconsider(connection.peer)
        }
    }

    private func finish(_ connection: Connection, _ reason: DisconnectReason) {
        connection.fill()
        do throws(ConnectionError) {
            closing[connection.id] = try connection.takeOutbound(replacement: [])
        } catch {
            // The channel's nonces are used up: nothing more can be said on it.
            closing[connection.id] = []
        }
        effects.append(.flush(connection.id))
        effects.append(.close(connection.id))
        remove(connection, reason: reason)
    }

    // MARK: - Several connections of one peer

    /// The connection that carries new streams to the peer.
    func preferredConnection(of peer: PeerID) -> Connection? {
        guard let ids = peers[peer]?.connections else { return nil }
        if ids.count == 1, let id = ids.first { return established[id] }
        let usable = ids.compactMap { established[$0] }.filter { !$0.muxer.isGoingAway }
        let best = ConnectionPreference(localPeer: localPeer, remotePeer: peer).best(
            of: usable.map { $0.candidate }
        )
        return best.flatMap { established[$0.connection] } ?? ids.first.flatMap { established[$0] }
    }

    /// Notes which connections of the peer have become redundant; each is closed when it has had no stream for a while.
    private func reconsider(_ peer: PeerID) {
        guard let ids = peers[peer]?.connections, let best = preferredConnection(of: peer) else { return }
        let preference = ConnectionPreference(localPeer: localPeer, remotePeer: peer)
        for id in ids {
            guard let connection = established[id] else { continue }
            if id != best.id, preference.mayDrain(connection.candidate, for: best.candidate) {
                connection.notes.redundantSince = connection.notes.redundantSince ?? clock
            } else {
                connection.notes.redundantSince = nil
            }
            reschedule(connection)
        }
    }

    /// Gives up dials of ours that would only lose against the connection that has been made meanwhile. Such a dial has
    /// shown nothing of itself to the programs on either side, so nothing is lost.
    private func abandonNeedlessDials(to peer: PeerID, winner: Direction) {
        guard winner == .outbound || peer < localPeer else { return }
        let needless =
            dials.filter { $0.value.address.peerID == peer }.map { $0.key }
            + upgrades.filter { $0.value.direction == .outbound && $0.value.remote.peerID == peer }.map {
                $0.key
            }
        for id in needless.sorted() {
            dials[id] = nil
            upgrades[id] = nil
            effects.append(.abort(id))
            dialer.receiveConnected(id, to: peer, now: clock)
        }
    }
}
