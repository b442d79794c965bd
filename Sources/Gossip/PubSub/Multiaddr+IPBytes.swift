import Net

extension Multiaddr {
    /// The bytes of the IP address it begins with; empty for a name.
    var ipBytes: [UInt8] {
        switch components.first {
        case .ip4(let bytes), .ip6(let bytes): bytes
        default: []
        }
    }
}
