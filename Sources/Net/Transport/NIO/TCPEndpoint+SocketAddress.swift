import NIOCore
import Net

extension TCPEndpoint {
    /// The endpoint of a socket; nil for one that is neither IPv4 nor IPv6.
    init?(_ address: SocketAddress) {
        guard let port = address.port.flatMap(UInt16.init(exactly:)) else { return nil }
        switch address {
        case .v4(let address):
            let bytes = withUnsafeBytes(of: address.address.sin_addr) { [UInt8]($0) }
            self.init(host: .ip4(bytes), port: port)
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address.sin6_addr) { [UInt8]($0) }
            self.init(host: .ip6(bytes), port: port)
        case .unixDomainSocket: return nil
        }
    }
}

extension SocketAddress {
    /// The socket address of an endpoint that is an IP address; nil for a name.
    init?(_ endpoint: TCPEndpoint) {
        let bytes: [UInt8]
        switch endpoint.host {
        case .ip4(let address), .ip6(let address): bytes = address
        case .name: return nil
        }
        do {
            try self.init(packedIPAddress: ByteBuffer(bytes: bytes), port: Int(endpoint.port))
        } catch {
            return nil
        }
    }
}
