import Foundation

/// Hands out TCP ports for listeners that must be known before, and be the same after, a start.
///
/// They lie below the range from which the kernel takes ports for `tcp/0` and for outgoing connections, so
/// that nothing else on the machine picks one between two starts of a peer. Reserves in several processes
/// never hand out the same port: each claims what it hands out until it is gone.
final class PortReserve {
    private var next: UInt16
    private var claims: [Int32] = []
    private static let range: ClosedRange<UInt16> = 12_000...31_000

    /// - Parameter start: The port before the first that is tried.
    init(after start: UInt16 = .random(in: range)) {
        next = start
    }

    deinit {
        for claim in claims { Glibc.close(claim) }
    }

    /// A port on which nobody listens now, on either loopback address.
    func take() -> UInt16 {
        while true {
            next = next == Self.range.upperBound ? Self.range.lowerBound : next + 1
            guard let claim = Self.claim(next) else { continue }
            claims.append(claim)
            if Self.isFree(next) { return next }
        }
    }

    /// A name in the abstract namespace of Unix sockets stands for the port: the kernel gives it to one
    /// socket at a time, and takes it back when the process ends, however it ends.
    private static func claim(_ port: UInt16) -> Int32? {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array("\0hearsay-scene-port-\(port)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + name.count }
        if isBound(socket, to: &address, length: length ?? MemoryLayout<sockaddr_un>.size) { return socket }
        Glibc.close(socket)
        return nil
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { Glibc.close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_ANY
        return isBound(socket, to: &address, length: MemoryLayout<sockaddr_in>.size)
    }

    private static func isBound<Address>(_ socket: Int32, to address: inout Address, length: Int) -> Bool {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(length)) == 0
            }
        }
    }
}
