import NIOCore
import Net

extension TCPDriver where Client: ~Copyable {
    func connect(_ connection: ConnectionID, to address: Multiaddr) {
        guard address.tcpEndpoint != nil || address.dnsaddrName != nil else {
            receive(.connectFailed(connection, .unsupported))
            return
        }
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let dial = TCPDial(configuration: configuration, nameServer: nameServer, on: eventLoop) { result in
            driver.value.finishDial(connection, result)
        }
        dials[connection] = dial
        dial.start(address)
    }

    private func finishDial(_ connection: ConnectionID, _ result: Result<TCPDial.Winner, TransportError>) {
        dials[connection] = nil
        switch result {
        case .failure(let error): receive(.connectFailed(connection, error))
        case .success(let winner): adopt(winner.channel, as: connection, dialled: winner.address)
        }
    }

    private func adopt(_ channel: any Channel, as connection: ConnectionID, dialled address: Multiaddr) {
        let handler = TCPConnection(id: connection, channel: channel, driver: self)
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
        handler.updateReading()
    }
}
