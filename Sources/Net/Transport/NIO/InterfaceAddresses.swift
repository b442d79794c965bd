import NIOCore
import Net

/// The addresses of this machine's interfaces.
enum InterfaceAddresses {
    /// What can be dialled to reach a listener: for the unspecified address one endpoint per interface,
    /// otherwise the endpoint itself.
    ///
    /// IPv6 link-local addresses are left out, for a multiaddr has no place for their zone here.
    static func expand(_ endpoint: TCPEndpoint) -> [TCPEndpoint] {
        let bytes: [UInt8]
        switch endpoint.host {
        case .ip4(let address), .ip6(let address): bytes = address
        case .name: return [endpoint]
        }
        guard bytes.allSatisfy({ $0 == 0 }), let devices = try? System.enumerateDevices() else {
            return [endpoint]
        }
        var endpoints: [TCPEndpoint] = []
        for device in devices {
            guard let address = device.address, let host = TCPEndpoint(address)?.host else { continue }
            let expanded = TCPEndpoint(host: host, port: endpoint.port)
            switch (host, endpoint.host) {
            case (.ip4, .ip4): break
            case (.ip6(let bytes), .ip6) where !(bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80): break
            default: continue
            }
            if !endpoints.contains(expanded) { endpoints.append(expanded) }
        }
        return endpoints.isEmpty ? [endpoint] : endpoints
    }
}
