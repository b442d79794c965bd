import NIOCore
import NIOPosix
import Net

extension TCPDriver where Client: ~Copyable {
    func listen(_ listener: ListenerID, on address: Multiaddr) {
        guard let endpoint = address.tcpEndpoint else {
            receive(.listenFailed(listener, .unsupported))
            return
        }
        listeners[listener] = .binding
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let loop = eventLoop
        NameResolver.endpoints(of: endpoint, on: loop)
            .flatMap { endpoints in
                let channels = endpoints.map { driver.value.bind(listener, to: $0) }
                return EventLoopFuture.whenAllComplete(channels, on: loop)
            }
            .whenComplete { driver.value.finishListening(listener, $0) }
    }

    func closeListener(_ listener: ListenerID) {
        close(listener, because: nil)
    }

    private func close(_ listener: ListenerID, because error: TransportError?) {
        guard let state = listeners.removeValue(forKey: listener) else { return }
        if case .bound(let channels, _) = state {
            for channel in channels { channel.close(mode: .all, promise: nil) }
        }
        receive(.listenerClosed(listener, error))
    }

    private func finishListening(
        _ listener: ListenerID,
        _ result: Result<[Result<any Channel, any Error>], any Error>
    ) {
        var channels: [any Channel] = []
        var failure = TransportError.nameNotFound
        switch result {
        case .failure(let error): failure = TransportError(error)
        case .success(let results):
            for result in results {
                switch result {
                case .success(let channel): channels.append(channel)
                case .failure(let error): failure = TransportError(error)
                }
            }
        }
        guard case .binding? = listeners[listener] else {
            for channel in channels { channel.close(mode: .all, promise: nil) }
            return
        }
        guard !channels.isEmpty else {
            listeners[listener] = nil
            receive(.listenFailed(listener, failure))
            return
        }
        let addresses = channels.flatMap(Self.addresses)
        listeners[listener] = .bound(channels, reported: addresses)
        for channel in channels { watch(channel, of: listener) }
        watchInterfaces()
        receive(.listening(listener, addresses))
    }

    /// Tells when a listening socket goes away without our asking, and why.
    private func watch(_ channel: any Channel, of listener: ListenerID) {
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let errors = try? channel.pipeline.syncOperations.handler(type: ListenerErrorHandler.self)
        let handler = NIOLoopBound(errors, eventLoop: eventLoop)
        channel.closeFuture.whenComplete { _ in
            driver.value.close(listener, because: handler.value?.failure ?? .aborted)
        }
    }

    static func addresses(of channel: any Channel) -> [Multiaddr] {
        guard let local = channel.localAddress, let endpoint = TCPEndpoint(local) else { return [] }
        return InterfaceAddresses.expand(endpoint).map(Multiaddr.init)
    }

    private func bind(_ listener: ListenerID, to endpoint: TCPEndpoint) -> EventLoopFuture<any Channel> {
        guard let address = SocketAddress(endpoint) else {
            return eventLoop.makeFailedFuture(TransportError.invalidAddress)
        }
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let configuration = configuration
        var bootstrap = ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: Int32(clamping: configuration.listenBacklog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ListenerErrorHandler(pause: TimeAmount(configuration.acceptPause))
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .childChannelOptions(of: configuration)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try driver.value.accept(channel, on: listener) }
            }
        if case .v6 = address {
            let option = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)
            bootstrap = bootstrap.serverChannelOption(option, value: 1)
        }
        return bootstrap.bind(to: address)
    }

    /// Tells the client, which may turn the connection away: its channel is closed then before it was ever
    /// active.
    private func accept(_ channel: any Channel, on listener: ListenerID) throws {
        guard listeners[listener] != nil,
            let local = channel.localAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init),
            let remote = channel.remoteAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init)
        else { throw ChannelError.ioOnClosedChannel }
        acceptedCount += 1
        let connection = ConnectionID(accepted: acceptedCount)
        let handler = TCPConnection(id: connection, channel: channel, driver: self)
        try channel.pipeline.syncOperations.addHandler(handler)
        connections[connection] = handler
        receive(.accepted(connection, on: listener, local: local, remote: remote))
    }
}
