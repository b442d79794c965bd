import NIOCore
import Net

/// The addresses of this machine, which a component is not told of.
enum HostAddresses {
    /// The address of a component that listens everywhere, and the same port at the addresses by which other
    /// machines reach this one. A component tells the loopback address alone.
    static func expand(_ address: Multiaddr) -> [Multiaddr] {
        guard let endpoint = address.tcpEndpoint, case .ip4(let bytes) = endpoint.host, bytes.first == 127,
            let devices = try? System.enumerateDevices()
        else { return [address] }
        let others = devices.compactMap { device -> Multiaddr? in
            guard let text = device.address?.ipAddress, let bytes = IPText.parse(ip4: text),
                bytes.first != 127
            else {
                return nil
            }
            let other = Multiaddr(TCPEndpoint(host: .ip4(bytes), port: endpoint.port))
            return address.peerID.map { other.withPeerID($0) } ?? other
        }
        return [address] + others
    }
}
