import CWASI
import Net

extension WASITransport {
    /// Carries one effect out. What it leads to is told later, as an answer.
    func carryOut<Client: TransportClient & ~Copyable>(_ effect: TransportEffect, for client: inout Client) {
        switch effect {
        case .listen(let id, let address):
            listen(id, address)
        case .closeListener(let id):
            closeListener(id)
        case .connect(let id, let address):
            connect(id, address)
        case .flush(let id):
            guard let connection = connections[id], connection.halfClose.takesBytes else { return }
            connection.hasCoreBytes = true
            writable.append(connection)
        case .closeWrite(let id):
            guard let connection = connections[id] else { return }
            connection.take(from: &client)
            carryOut(connection.halfClose.closeWrite(), on: connection)
            writable.append(connection)
        case .close(let id):
            close(id, for: &client)
        case .abort(let id):
            abort(id)
        case .pauseReading(let id):
            connections[id]?.halfClose.pauseReading()
        case .resumeReading(let id):
            connections[id]?.halfClose.resumeReading()
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
            let listener = try SocketListener(
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
            let error: TransportError = address.dnsaddrName == nil ? .unsupported : .dnsaddrUnsupported
            answers.append(.connectFailed(id, error))
            return
        }
        let now = WASISystem.now
        let dial = SocketDial(
            id: id,
            endpoint: endpoint,
            network: network,
            configuration: configuration,
            now: now
        )
        dials.append(dial)
        advance(dial, now: now)
    }

    private func close<Client: TransportClient & ~Copyable>(_ id: ConnectionID, for client: inout Client) {
        guard let connection = connections[id] else {
            abort(id)  // Only a dial can be left, and nothing of ours is under way in one.
            return
        }
        connection.take(from: &client)
        carryOut(connection.halfClose.close(now: WASISystem.now), on: connection)
        writable.append(connection)
    }

    private func abort(_ id: ConnectionID) {
        if let connection = connections[id] {
            carryOut(connection.halfClose.abort(), on: connection)
        } else if let index = dials.firstIndex(where: { $0.id == id }) {
            dials.remove(at: index).drop()
            answers.append(.connectFailed(id, .aborted))
        }
    }
}
