import NIOCore
import NIOPosix

/// The proxy's inside: its listener, its settings, its connections. It belongs to one event loop.
final class FaultHub {
    private let listening: SocketAddress
    private let target: SocketAddress
    private let loop: any EventLoop
    private var settings: FaultSettings
    private var seed: UInt64
    private var listener: (any Channel)?
    private var connections: [UInt64: FaultConnection] = [:]
    private var nextNumber: UInt64 = 0

    init(
        _ listening: SocketAddress,
        _ target: SocketAddress,
        _ settings: FaultSettings,
        _ seed: UInt64,
        _ loop: any EventLoop
    ) {
        self.listening = listening
        self.target = target
        self.settings = settings
        self.seed = seed
        self.loop = loop
    }

    var connectionCount: Int { connections.count }

    func open() -> EventLoopFuture<Void> {
        let box = NIOLoopBound(self, eventLoop: loop)
        return ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { box.value.accept($0) }
            .bind(to: listening)
            .map { box.value.listener = $0 }
    }

    func apply(_ changes: [FaultWords.Change]) -> EventLoopFuture<Void> {
        let wasCut = settings.isCut
        for change in changes { change.apply(to: &settings) }
        for number in connections.keys.sorted() {
            connections[number]?.change(settings)
            for case .strike(let strike) in changes { connections[number]?.strike(strike) }
        }
        return settings.isCut && !wasCut ? shut() : loop.makeSucceededVoidFuture()
    }

    func mend() -> EventLoopFuture<Void> {
        let wasCut = settings.isCut
        settings = FaultSettings()
        for number in connections.keys.sorted() { connections[number]?.change(settings) }
        return wasCut ? open() : loop.makeSucceededVoidFuture()
    }

    func shut() -> EventLoopFuture<Void> {
        for number in connections.keys.sorted() { connections[number]?.strike(.reset) }
        connections = [:]
        guard let listener else { return loop.makeSucceededVoidFuture() }
        self.listener = nil
        return listener.close()
    }

    private func accept(_ near: any Channel) -> EventLoopFuture<Void> {
        let box = NIOLoopBound(self, eventLoop: loop)
        return ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(to: target)
            .flatMapThrowing { far in try box.value.join(near, far) }
            .flatMapErrorThrowing { error in
                // Nobody behind us: the dialer sees its connection reset.
                FaultConnection.reset(near)
                throw error
            }
    }

    private func join(_ near: any Channel, _ far: any Channel) throws {
        if settings.isCut {
            // The link was cut while this connection was being made.
            FaultConnection.reset(near)
            FaultConnection.reset(far)
            return
        }
        nextNumber += 1
        let number = nextNumber
        connections[number] = try FaultConnection(
            near: near,
            far: far,
            settings: settings,
            seed: seed &+ number,
            onClose: { [weak self] in self?.connections[number] = nil }
        )
    }
}
