internal import DequeModule

extension Swarm: TransportClient {
    /// Asks whether an accepted connection may stay; a limit or the shutdown forbids it.
    public func acceptConnection(
        on listener: ListenerID,
        local: Multiaddr,
        remote: Multiaddr,
        now: Instant
    ) -> ConnectionID? {
        clock = now
        guard !isShuttingDown, listeners[listener] != nil,
            hasRoom(for: .inbound), hasRoomForHandshake()
        else {
            tally.totalRefused += 1
            return nil
        }
        let id = makeConnectionID()
        tally.pendingInbound += 1
        startUpgrade(id, direction: .inbound, local: local, remote: remote, expectedPeer: nil)
        return id
    }

    /// Receives everything that is not bytes.
    public func receive(_ input: TransportInput, now: Instant) {
        clock = now
        switch input {
        case .listening(let listener, let addresses):
            receiveListening(listener, addresses)
        case .addressExpired(let listener, let address):
            guard listeners[listener]?.addresses.contains(address) == true else { return }
            listeners[listener]?.addresses.removeAll { $0 == address }
            events.append(.listenerClosed(listener, address, nil))
            pushIdentify()
        case .listenFailed(let listener, let error):
            guard let state = listeners.removeValue(forKey: listener) else { return }
            events.append(.listenFailed(listener, state.requested, error))
        case .listenerClosed(let listener, let error):
            guard let state = listeners.removeValue(forKey: listener) else { return }
            for address in state.addresses { events.append(.listenerClosed(listener, address, error)) }
            if !isShuttingDown { pushIdentify() }
        case .connected(let id, let local, let remote):
            receiveConnected(id, local: local, remote: remote)
        case .connectFailed(let id, let error):
            guard let dial = dials.removeValue(forKey: id) else { return }
            failDial(id, dial.address, .transport(error))
        case .ended(let id):
            receiveEnded(id)
        case .closed(let id, let error):
            receiveClosed(id, error)
        case .sent(let id, let byteCount):
            receiveSent(id, byteCount)
        }
    }

    /// Receives bytes from a socket.
    public func receive(_ bytes: ArraySlice<UInt8>, on id: ConnectionID, now: Instant) {
        clock = now
        if let connection = established[id] {
            receive(bytes, on: connection)
        } else if upgrades[id] != nil {
            receiveHandshake(bytes, on: id)
        }
    }

    /// Does what is due.
    public func handleTimeout(now: Instant) {
        // The distant future never comes: deadlines that saturate there would all be due at once, and again.
        let now = min(now, Instant.distantFuture - Interval(nanoseconds: 1))
        clock = now
        while let (id, instant) = deadlines.popDue(now: now) {
            if let connection = established[id] {
                guard connection.notes.scheduledDeadline == instant else { continue }
                connection.notes.scheduledDeadline = nil
                handleTimeout(connection)
            } else if let upgrade = upgrades[id] {
                guard upgrade.deadline <= now else { continue }
                failUpgrade(id, .handshakeTimedOut)
            } else if let dial = dials[id], dial.deadline <= now {
                dials[id] = nil
                effects.append(.abort(id))
                failDial(id, dial.address, .transport(.timedOut))
            }
        }
        startDials()
    }

    /// When `handleTimeout` is wanted next.
    public var nextDeadline: Instant? {
        guard let queued = deadlines.first else { return isShuttingDown ? nil : dialer.nextDeadline }
        guard !isShuttingDown, let dialing = dialer.nextDeadline else { return queued }
        return min(queued, dialing)
    }

    /// The next effect to carry out.
    public func pollEffect() -> TransportEffect? {
        if let effect = effects.popFirst() { return effect }
        while let id = dirty.popFirst() {
            if let connection = established[id] {
                connection.notes.isDirty = false
                connection.fill()
                connection.drainMuxer(now: clock)
                while let event = connection.pollEvent() { receive(event, of: connection) }
                guard established[id] != nil else { continue }
                announceOutput(of: connection)
                reschedule(connection)
            } else if upgrades[id]?.announceFlush(now: clock) == true {
                effects.append(.flush(id))
            }
            if let effect = effects.popFirst() { return effect }
        }
        return nil
    }

    /// Moves out what is ready for a socket.
    public func takeOutbound(_ id: ConnectionID, replacement: consuming [UInt8]) -> [UInt8] {
        if let connection = established[id] {
            do throws(ConnectionError) {
                return try connection.takeOutbound(replacement: replacement)
            } catch {
                fail(connection, error)
                return []
            }
        }
        if let bytes = closing[id] {
            closing[id] = []
            return bytes
        }
        return upgrades[id]?.takeOutbound() ?? []
    }

    // MARK: - Private

    private func receiveListening(_ listener: ListenerID, _ addresses: [Multiaddr]) {
        guard let known = listeners[listener]?.addresses else {
            effects.append(.closeListener(listener))
            return
        }
        for address in addresses where !known.contains(address) {
            listeners[listener]?.addresses.append(address)
            events.append(.listening(listener, address))
        }
        pushIdentify()
    }

    private func receiveConnected(_ id: ConnectionID, local: Multiaddr?, remote: Multiaddr) {
        guard let dial = dials.removeValue(forKey: id) else {
            effects.append(.abort(id))
            return
        }
        startUpgrade(
            id,
            direction: .outbound,
            local: local,
            remote: dial.address,
            // The driver names one where the address stood for several peers.
            expectedPeer: dial.address.peerID ?? remote.peerID
        )
    }

    private func receiveEnded(_ id: ConnectionID) {
        if let connection = established[id] {
            close(connection, reason: .closedByPeer)
        } else if upgrades[id] != nil {
            failUpgrade(id, .truncated)
        }
    }

    private func receiveClosed(_ id: ConnectionID, _ error: TransportError?) {
        if closing.removeValue(forKey: id) != nil { return }
        if let connection = established[id] {
            remove(connection, reason: error.map { .transport($0) } ?? .closedByPeer)
        } else if let upgrade = removeUpgrade(id) {
            finishFailed(upgrade, error.map { .transport($0) } ?? .handshake(.truncated))
        } else if let dial = dials.removeValue(forKey: id) {
            failDial(id, dial.address, .transport(error ?? .aborted))
        }
    }

    private func receiveSent(_ id: ConnectionID, _ byteCount: Int) {
        if let connection = established[id] {
            connection.account.receiveSent(byteCount, now: clock)
            markDirty(connection)
        } else {
            upgrades[id]?.receiveSent(byteCount, now: clock)
        }
    }

    private func announceOutput(of connection: Connection) {
        if connection.account.announceFlush(pending: connection.pendingByteCount, now: clock) {
            effects.append(.flush(connection.id))
        }
        guard connection.shouldPauseReading != connection.notes.isReadingPaused else { return }
        connection.notes.isReadingPaused.toggle()
        let isPaused = connection.notes.isReadingPaused
        effects.append(isPaused ? .pauseReading(connection.id) : .resumeReading(connection.id))
    }
}
