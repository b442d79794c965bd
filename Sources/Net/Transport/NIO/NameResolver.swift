import NIOCore
import NIOPosix
import Net

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Looks names up with the system's resolver, on threads of NIO's pool: `getaddrinfo` blocks.
///
/// Unlike NIO's own it asks for one family only where the address says so (`/dns4`, `/dns6`).
struct NameResolver: Resolver, Sendable {
    let family: TCPEndpoint.NameFamily
    let eventLoop: any EventLoop

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        guard family != .ip6 else { return eventLoop.makeSucceededFuture([]) }
        return Self.lookUp(host, port: port, AF_INET, on: eventLoop)
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        guard family != .ip4 else { return eventLoop.makeSucceededFuture([]) }
        return Self.lookUp(host, port: port, AF_INET6, on: eventLoop)
    }

    func cancelQueries() {
        // getaddrinfo cannot be cancelled; its answer is not used.
    }

    /// The socket addresses of an endpoint, for listening on: its own, or all those of its name.
    static func socketAddresses(of endpoint: TCPEndpoint, on eventLoop: any EventLoop) -> EventLoopFuture<
        [SocketAddress]
    > {
        guard case .name(let name, let family) = endpoint.host else {
            guard let address = SocketAddress(endpoint) else {
                return eventLoop.makeFailedFuture(TransportError.invalidAddress)
            }
            return eventLoop.makeSucceededFuture([address])
        }
        let systemFamily =
            switch family {
            case .ip4: AF_INET
            case .ip6: AF_INET6
            case .any: AF_UNSPEC
            }
        return lookUp(name, port: Int(endpoint.port), systemFamily, on: eventLoop)
    }

    private static func lookUp(
        _ name: String,
        port: Int,
        _ family: Int32,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<[SocketAddress]> {
        NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
            try lookUpBlocking(name, port: port, family)
        }
    }

    private static func lookUpBlocking(_ name: String, port: Int, _ family: Int32) throws(TransportError)
        -> [SocketAddress]
    {
        var hints = addrinfo()
        hints.ai_family = family
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_protocol = Int32(IPPROTO_TCP)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, String(port), &hints, &first)
        guard status == 0 else { throw failure(status) }
        defer { freeaddrinfo(first) }
        var addresses: [SocketAddress] = []
        var next = first
        while let info = next {
            if let address = address(info.pointee), !addresses.contains(address) { addresses.append(address) }
            next = info.pointee.ai_next
        }
        return addresses
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
