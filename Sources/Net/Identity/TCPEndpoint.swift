/// A host and a port that a TCP connection can be made to or listened on.
public struct TCPEndpoint: Hashable, Sendable {
    /// Which addresses of a name are wanted.
    public enum NameFamily: Hashable, Sendable {
        /// IPv6 and IPv4: `/dns`.
        case any
        /// IPv4 alone: `/dns4`.
        case ip4
        /// IPv6 alone: `/dns6`.
        case ip6
    }

    /// An IP address, or a name that the driver resolves.
    public enum Host: Hashable, Sendable {
        /// 4 bytes in network order.
        case ip4([UInt8])
        /// 16 bytes in network order.
        case ip6([UInt8])
        /// A DNS name.
        case name(String, NameFamily)
    }

    /// Where.
    public let host: Host

    /// The port; 0 lets the system choose one to listen on.
    public let port: UInt16

    /// That port of that host.
    public init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Whether the host is 0.0.0.0 or ::, which stand for every address of a listener and can be dialled by
    /// nobody.
    public var isUnspecified: Bool {
        switch host {
        case .ip4(let bytes), .ip6(let bytes): return bytes.allSatisfy { $0 == 0 }
        case .name: return false
        }
    }
}
