import NIOCore
import Net

extension TCPDriver {
    func connect(_ connection: ConnectionID, to address: Multiaddr) {
        if let search = DNSAddrSearch(address) {
            connect(connection, by: search, address)
            return
        }
        guard let endpoint = address.tcpEndpoint else {
            receive(.connectFailed(connection, .unsupported))
            return
        }
        // The system would take "any address" for this machine's; the component's host refuses it, and so do we.
        guard endpoint.port != 0, !endpoint.isUnspecified else {
            receive(.connectFailed(connection, .invalidAddress))
            return
        }
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let dial = Dial(endpoint, configuration: configuration, on: eventLoop, now: Self.now) { result in
            driver.value.finishDial(connection, to: address, result)
        }
        dials[connection] = dial
        dial.start()
    }

    /// Connects to one of the peers that a name's TXT records tell of.
    private func connect(_ connection: ConnectionID, by search: DNSAddrSearch, _ address: Multiaddr) {
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let dial = DNSAddrDial(
            search,
            server: nameServer,
            configuration: configuration,
            on: eventLoop,
            now: Self.now
        ) { result in
            switch result {
            case .success(let winner):
                driver.value.finishDial(connection, to: winner.address, .success(winner.channel))
            case .failure(let error): driver.value.finishDial(connection, to: address, .failure(error))
            }
        }
        dials[connection] = dial
        dial.start()
    }

    private func finishDial(
        _ connection: ConnectionID,
        to address: Multiaddr,
        _ result: Result<any Channel, TransportError>
    ) {
        dials[connection] = nil
        switch result {
        case .failure(let error): receive(.connectFailed(connection, error))
        case .success(let channel): adopt(channel, as: connection, dialled: address)
        }
    }

    private func adopt(_ channel: any Channel, as connection: ConnectionID, dialled address: Multiaddr) {
        let handler = ConnectionHandler(connection: connection, channel: channel, driver: self)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            channel.close(mode: .all, promise: nil)
            receive(.connectFailed(connection, TransportError(error)))
            return
        }
        connections[connection] = handler
        let local = channel.localAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init)
        var remote = channel.remoteAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init) ?? address
        if let peer = address.peerID { remote = remote.withPeerID(peer) }
        receive(.connected(connection, local: local, remote: remote))
        handler.setReading(true)
    }
}
