import NIOCore
import Net

extension TCPDriver {
    func connect(_ connection: ConnectionID, to address: Multiaddr) {
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
        let remote = channel.remoteAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init)
        receive(.connected(connection, local: local, remote: remote ?? address))
        handler.setReading(true)
    }
}
