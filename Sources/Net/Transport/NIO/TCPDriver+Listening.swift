import NIOCore
import NIOPosix
import Net

/// A listener of the driver.
enum ListenerState {
    /// Asked to bind; not yet bound.
    case binding
    /// Bound, by these channels: a name may have several addresses.
    case bound([any Channel])
}

extension TCPDriver {
    /// How many connections may wait in the kernel until they are accepted.
    private static var backlog: Int32 { 256 }

    func listen(_ listener: ListenerID, on address: Multiaddr) {
        guard let endpoint = address.tcpEndpoint else {
            receive(.listenFailed(listener, .unsupported))
            return
        }
        listeners[listener] = .binding
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        let loop = eventLoop
        NameResolver.socketAddresses(of: endpoint, on: loop)
            .flatMap { addresses in
                let channels = addresses.map { driver.value.bind(listener, to: $0) }
                return EventLoopFuture.whenAllComplete(channels, on: loop)
            }
            .whenComplete { driver.value.finishListening(listener, $0) }
    }

    func closeListener(_ listener: ListenerID) {
        guard let state = listeners.removeValue(forKey: listener) else { return }
        if case .bound(let channels) = state {
            for channel in channels { channel.close(mode: .all, promise: nil) }
        }
        receive(.listenerClosed(listener, nil))
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
        listeners[listener] = .bound(channels)
        for channel in channels { watch(channel, of: listener) }
        receive(.listening(listener, channels.flatMap(Self.addresses)))
    }

    /// Tells when a listening socket goes away without our asking.
    private func watch(_ channel: any Channel, of listener: ListenerID) {
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        channel.closeFuture.whenComplete { _ in
            guard driver.value.listeners.removeValue(forKey: listener) != nil else { return }
            driver.value.receive(.listenerClosed(listener, .aborted))
        }
    }

    private static func addresses(of channel: any Channel) -> [Multiaddr] {
        guard let local = channel.localAddress, let endpoint = TCPEndpoint(local) else { return [] }
        return InterfaceAddresses.expand(endpoint).map(Multiaddr.init)
    }

    private func bind(_ listener: ListenerID, to address: SocketAddress) -> EventLoopFuture<any Channel> {
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        var bootstrap = ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: Self.receiveAllocator)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try driver.value.accept(channel, on: listener) }
            }
        if case .v6 = address {
            let option = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)
            bootstrap = bootstrap.serverChannelOption(option, value: 1)
        }
        return bootstrap.bind(to: address)
    }

    /// Asks the client; a connection over its limits is closed by the error.
    private func accept(_ channel: any Channel, on listener: ListenerID) throws {
        guard listeners[listener] != nil,
            let local = channel.localAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init),
            let remote = channel.remoteAddress.flatMap(TCPEndpoint.init).map(Multiaddr.init),
            let connection = client.acceptConnection(
                on: listener,
                local: local,
                remote: remote,
                now: Self.now
            )
        else { throw ChannelError.ioOnClosedChannel }
        let handler = ConnectionHandler(connection: connection, channel: channel, driver: self)
        try channel.pipeline.syncOperations.addHandler(handler)
        connections[connection] = handler
        drain()
    }

    /// Grows with the traffic, so that an idle connection costs little and a busy one needs few system calls.
    static var receiveAllocator: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 2_048, initial: 4_096, maximum: 262_144)
    }
}
