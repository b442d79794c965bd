import NIOCore
import NIOPosix
import Net

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What every connection's socket is told: an option of its channel and its value.
struct SocketSetting {
    let option: ChannelOptions.Types.SocketOption
    let value: Int

    /// No delay, a bound for what the kernel holds unsent, and keep-alive where it is wanted.
    static func all(of configuration: TransportConfiguration) -> [SocketSetting] {
        var settings = [
            SocketSetting(option: .tcpOption(.tcp_nodelay), value: 1),
            tcp(TCP_NOTSENT_LOWAT, maximumUnsentBytes),
        ]
        guard let keepAlive = configuration.keepAlive else { return settings }
        settings += [
            SocketSetting(option: .socketOption(.so_keepalive), value: 1),
            tcp(TCP_KEEPIDLE, Int(max(1, keepAlive.idle.nanoseconds / 1_000_000_000))),
            tcp(TCP_KEEPINTVL, Int(max(1, keepAlive.interval.nanoseconds / 1_000_000_000))),
            tcp(TCP_KEEPCNT, keepAlive.probes),
        ]
        return settings
    }

    /// What the kernel takes beyond what the peer's window lets it send. Left to itself it takes megabytes,
    /// and asks for more when a third of them is gone: a peer that reads slowly would show no progress for
    /// seconds.
    private static let maximumUnsentBytes = 128 * 1024

    private static func tcp(_ name: CInt, _ value: Int) -> SocketSetting {
        let option = ChannelOptions.Types.SocketOption(level: .tcp, name: NIOBSDSocket.Option(rawValue: name))
        return SocketSetting(option: option, value: value)
    }

    /// Grows with the traffic, so that an idle connection costs little and a busy one needs few system calls.
    static var receiveAllocator: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 2_048, initial: 4_096, maximum: 262_144)
    }
}

extension ClientBootstrap {
    /// The options of every connection.
    func channelOptions(of configuration: TransportConfiguration) -> ClientBootstrap {
        var bootstrap = channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.recvAllocator, value: SocketSetting.receiveAllocator)
        for setting in SocketSetting.all(of: configuration) {
            bootstrap = bootstrap.channelOption(setting.option, value: setting.value)
        }
        return bootstrap
    }
}

extension ServerBootstrap {
    /// The options of every connection that is accepted.
    func childChannelOptions(of configuration: TransportConfiguration) -> ServerBootstrap {
        var bootstrap = childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: SocketSetting.receiveAllocator)
        for setting in SocketSetting.all(of: configuration) {
            bootstrap = bootstrap.childChannelOption(setting.option, value: setting.value)
        }
        return bootstrap
    }
}
