import Foundation

/// Hands out TCP ports for listeners that must be known before, and be the same after, a start.
///
/// They lie below the range from which the kernel takes ports for `tcp/0` and for outgoing connections, so
/// that nothing else on the machine picks one between two starts of a peer; several runners at once start at
/// random places.
struct PortReserve {
    private var next: UInt16
    private static let range: ClosedRange<UInt16> = 12_000...31_000

    init() {
        next = UInt16.random(in: Self.range)
    }

    /// A port on which nobody listens now, on either loopback address.
    mutating func take() -> UInt16 {
        while true {
            next = next == Self.range.upperBound ? Self.range.lowerBound : next + 1
            if Self.isFree(next) { return next }
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { Glibc.close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_ANY
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
