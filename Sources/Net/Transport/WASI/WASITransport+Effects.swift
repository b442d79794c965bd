import CWASI
import Net

extension WASITransport {
    /// Carries one effect out. What it leads to is told later, as an answer.
    func carryOut<Client: TransportClient>(_ effect: TransportEffect, for client: inout Client) {
        switch effect {
        case .listen(let id, let address):
            listen(id, address)
        case .closeListener(let id):
            closeListener(id)
        case .connect(let id, let address):
            connect(id, address)
        case .flush(let id):
            guard let connection = connections[id] else { return }
            connection.hasCoreBytes = true
            writable.append(connection)
        case .closeWrite(let id):
            guard let connection = connections[id] else { return }
            connection.take(from: &client)
            connection.finishWriting()
            writable.append(connection)
        case .close(let id):
            close(id, for: &client)
        case .abort(let id):
            abort(id)
        case .pauseReading(let id):
            guard let connection = connections[id], connection.reading == .open else { return }
            connection.reading = .paused
        case .resumeReading(let id):
            guard let connection = connections[id], connection.reading == .paused else { return }
            connection.reading = .open
        }
    }

    private func listen(_ id: ListenerID, _ address: Multiaddr) {
        guard let endpoint = address.tcpEndpoint else {
            answers.append(.listenFailed(id, .unsupported))
            return
        }
        guard let socketAddress = wasi_socket_address(endpoint) else {
            answers.append(.listenFailed(id, .invalidAddress))  // Names are for dialling.
            return
        }
        do throws(SocketError) {
            let listener = try Listener(
                id: id,
                address: socketAddress,
                network: network,
                configuration: configuration
            )
            listeners.append(listener)
            advance(listener)
        } catch {
            answers.append(.listenFailed(id, error.transportError))
        }
    }

    private func closeListener(_ id: ListenerID) {
        guard let index = listeners.firstIndex(where: { $0.id == id }) else { return }
        listeners.remove(at: index).drop()
        answers.append(.listenerClosed(id, nil))
    }

    private func connect(_ id: ConnectionID, _ address: Multiaddr) {
        guard let endpoint = address.tcpEndpoint else {
            answers.append(.connectFailed(id, address.dnsaddrName == nil ? .unsupported : .dnsaddrUnsupported))
            return
        }
        let now = WASISystem.now
        let dial = Dial(
            id: id,
            endpoint: endpoint,
            network: network,
            configuration: configuration,
            now: now
        )
        dials.append(dial)
        advance(dial, now: now)
    }

    private func close<Client: TransportClient>(_ id: ConnectionID, for client: inout Client) {
        guard let connection = connections[id] else {
            abort(id)  // Only a dial can be left, and nothing of ours is under way in one.
            return
        }
        connection.take(from: &client)
        connection.finishWriting()
        connection.lingerDeadline = WASISystem.now + configuration.lingerTime
        if connection.reading == .paused { connection.reading = .open }
        writable.append(connection)
        endIfOver(connection)
    }

    private func abort(_ id: ConnectionID) {
        if let connection = connections[id] {
            end(connection, nil)
        } else if let index = dials.firstIndex(where: { $0.id == id }) {
            dials.remove(at: index).drop()
            answers.append(.connectFailed(id, .aborted))
        }
    }
}
