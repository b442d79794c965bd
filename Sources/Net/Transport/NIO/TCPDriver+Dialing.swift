import NIOCore
import NIOPosix
import Net

extension TCPDriver {
    /// The longest time a dial may take, the look-up of the name included.
    private static var dialTimeout: TimeAmount { .seconds(10) }

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
        dials.insert(connection)
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        open(endpoint).whenComplete { driver.value.finishDial(connection, to: address, $0) }
    }

    /// Opens a channel; a name's addresses are tried in a staggered row, IPv6 first (RFC 8305).
    private func open(_ endpoint: TCPEndpoint) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(Self.dialTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.recvAllocator, value: Self.receiveAllocator)
            .channelOption(.autoRead, value: false)
        switch endpoint.host {
        case .ip4, .ip6:
            guard let address = SocketAddress(endpoint) else {
                return eventLoop.makeFailedFuture(TransportError.invalidAddress)
            }
            return bootstrap.connect(to: address)
        case .name(let name, let family):
            return bootstrap.resolver(NameResolver(family: family, eventLoop: eventLoop))
                .connect(host: name, port: Int(endpoint.port))
        }
    }

    private func finishDial(
        _ connection: ConnectionID,
        to address: Multiaddr,
        _ result: Result<any Channel, any Error>
    ) {
        guard dials.remove(connection) != nil else {
            if case .success(let channel) = result { channel.close(mode: .all, promise: nil) }
            return
        }
        switch result {
        case .failure(let error): receive(.connectFailed(connection, TransportError(error)))
        case .success(let channel): adopt(channel, as: connection, dialled: address)
        }
    }

    private func adopt(_ channel: any Channel, as connection: ConnectionID, dialled address: Multiaddr) {
        let handler = ConnectionHandler(connection: connection, channel: channel, driver: self)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
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
