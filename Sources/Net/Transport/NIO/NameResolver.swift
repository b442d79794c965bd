import NIOCore
import NIOPosix
import Net

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks names up with the system's resolver, on threads of NIO's pool: `getaddrinfo` blocks.
enum NameResolver {
    /// The endpoints that `endpoint` stands for: itself, or all those of its name.
    static func endpoints(
        of endpoint: TCPEndpoint,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<[TCPEndpoint]> {
        guard case .name(let name, let family) = endpoint.host else {
            return eventLoop.makeSucceededFuture([endpoint])
        }
        return endpoints(of: name, family, port: endpoint.port, on: eventLoop)
    }

    /// The endpoints of a name, in the order of the system's preference; fails with `TransportError`. It
    /// cannot be cancelled.
    static func endpoints(
        of name: String,
        _ family: TCPEndpoint.NameFamily,
        port: UInt16,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<[TCPEndpoint]> {
        let systemFamily =
            switch family {
            case .ip4: AF_INET
            case .ip6: AF_INET6
            case .any: AF_UNSPEC
            }
        return NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
            try lookUpBlocking(name, port: port, systemFamily)
        }
    }

    private static func lookUpBlocking(_ name: String, port: UInt16, _ family: Int32) throws(TransportError)
        -> [TCPEndpoint]
    {
        var hints = addrinfo()
        hints.ai_family = family
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_protocol = Int32(IPPROTO_TCP)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, String(port), &hints, &first)
        guard status == 0 else { throw failure(status) }
        defer { freeaddrinfo(first) }
        var endpoints: [TCPEndpoint] = []
        var next = first
        while let info = next {
            if let endpoint = address(info.pointee).flatMap(TCPEndpoint.init), !endpoints.contains(endpoint) {
                endpoints.append(endpoint)
            }
            next = info.pointee.ai_next
        }
        return endpoints
    }

    private static func address(_ info: addrinfo) -> SocketAddress? {
        guard let pointer = info.ai_addr else { return nil }
        return UnsafeRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            switch info.ai_family {
            case AF_INET: SocketAddress(UnsafeRawPointer(generic).loadUnaligned(as: sockaddr_in.self))
            case AF_INET6: SocketAddress(UnsafeRawPointer(generic).loadUnaligned(as: sockaddr_in6.self))
            default: nil
            }
        }
    }

    private static func failure(_ status: Int32) -> TransportError {
        switch status {
        case EAI_NONAME: return .nameNotFound
        case EAI_AGAIN: return .nameFailure
        case EAI_MEMORY: return .outOfMemory
        case EAI_SYSTEM: return TransportError(errorNumber: errno)
        default: return status == -5 ? .nameNotFound : .nameFailure  // EAI_NODATA, hidden behind _GNU_SOURCE
        }
    }
}
