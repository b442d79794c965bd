import CWASI
import Net

extension wasi_socket_address {
    /// The address of that endpoint, or `nil` when its host is a name.
    init?(_ endpoint: TCPEndpoint) {
        self.init()
        switch endpoint.host {
        case .ip4(let bytes):
            family = UInt8(WASI_FAMILY_IPV4)
            ipv4.port = endpoint.port
            withUnsafeMutableBytes(of: &ipv4.address) { $0.copyBytes(from: bytes.prefix(4)) }
        case .ip6(let bytes):
            family = UInt8(WASI_FAMILY_IPV6)
            ipv6 = wasi_ipv6_socket_address()
            ipv6.port = endpoint.port
            withUnsafeMutableBytes(of: &ipv6.address) { groups in
                for (index, byte) in bytes.prefix(16).enumerated() {
                    groups[index ^ 1] = byte  // From network order to the little-endian groups of wasm.
                }
            }
        case .name:
            return nil
        }
    }

    /// The endpoint that it is the address of.
    var endpoint: TCPEndpoint {
        if Int(family) == WASI_FAMILY_IPV4 {
            let bytes = withUnsafeBytes(of: ipv4.address) { [UInt8]($0) }
            return TCPEndpoint(host: .ip4(bytes), port: ipv4.port)
        }
        return TCPEndpoint(host: .ip6(bytes(ofGroups: ipv6.address)), port: ipv6.port)
    }
}

extension wasi_ip_address {
    /// The host that it is the address of.
    var host: TCPEndpoint.Host {
        if Int(family) == WASI_FAMILY_IPV4 {
            return .ip4(withUnsafeBytes(of: ipv4) { [UInt8]($0) })
        }
        return .ip6(bytes(ofGroups: ipv6))
    }
}

/// Eight groups of 16 bits.
private typealias IPv6Groups = (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16, UInt16, UInt16)

private func bytes(ofGroups groups: IPv6Groups) -> [UInt8] {
    withUnsafeBytes(of: groups) { groups in
        (0..<16).map { groups[$0 ^ 1] }
    }
}
