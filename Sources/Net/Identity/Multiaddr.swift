/// A self-describing address (<https://github.com/multiformats/multiaddr>):
/// `/ip4/192.0.2.1/tcp/4001/p2p/12D3KooW...`.
///
/// Reading is strict: only protocols that Hearsay speaks, each value in its one form. What is read and
/// written again is the same address.
public struct Multiaddr: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The most components, in text and in bytes.
    public static let maximumComponents = 8

    /// The longest binary form, in bytes.
    public static let maximumBytes = 1024

    /// The longest text, in bytes.
    public static let maximumTextBytes = 2048

    /// The parts in order; at least one.
    public let components: [Component]

    /// The address of those parts.
    ///
    /// - Throws: `empty` or `tooLong`.
    public init(components: [Component]) throws(MultiaddrError) {
        guard !components.isEmpty else { throw .empty }
        guard components.count <= Self.maximumComponents else { throw .tooLong }
        self.components = components
    }

    /// The address of a TCP endpoint.
    public init(_ endpoint: TCPEndpoint) {
        let host: Component =
            switch endpoint.host {
            case .ip4(let bytes): .ip4(bytes)
            case .ip6(let bytes): .ip6(bytes)
            case .name(let name, .any): .dns(name)
            case .name(let name, .ip4): .dns4(name)
            case .name(let name, .ip6): .dns6(name)
            }
        components = [host, .tcp(endpoint.port)]
    }

    /// Reads the text form.
    ///
    /// - Throws: Any `MultiaddrError` but `malformedBytes`.
    public init(text: String) throws(MultiaddrError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.maximumTextBytes else { throw .tooLong }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].isEmpty else { throw .malformedText }
        var components: [Component] = []
        var index = 1
        while index < parts.count {
            let name = String(parts[index])
            guard !name.isEmpty else { throw .malformedText }
            guard index + 1 < parts.count, !parts[index + 1].isEmpty else {
                throw Component.isKnown(name) ? .missingValue(name) : .unsupported(name)
            }
            components.append(try Component(name: name, value: String(parts[index + 1])))
            index += 2
        }
        try self.init(components: components)
    }

    /// Reads the binary form, which has to end where a component ends.
    ///
    /// - Throws: Any `MultiaddrError` but `malformedText` and `missingValue`.
    public init(bytes: ArraySlice<UInt8>) throws(MultiaddrError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong }
        var rest = bytes
        var components: [Component] = []
        while !rest.isEmpty {
            guard components.count < Self.maximumComponents else { throw .tooLong }
            components.append(try Component(takenFrom: &rest))
        }
        try self.init(components: components)
    }

    /// The binary form.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for component in components {
            component.append(to: &bytes)
        }
        return bytes
    }

    /// The text form.
    public var description: String {
        var text = ""
        for component in components {
            text += "/" + component.name + "/" + component.value
        }
        return text
    }

    /// The peer that the address ends with.
    public var peerID: PeerID? {
        guard case .p2p(let peerID) = components.last else { return nil }
        return peerID
    }

    /// The same address, ending with that peer instead of any other.
    public func withPeerID(_ peerID: PeerID) -> Multiaddr {
        let rest = self.peerID == nil ? components : components.dropLast()
        return Multiaddr(unchecked: rest + [.p2p(peerID)])
    }

    /// The same address without the peer at its end; an address that is nothing but a peer stays as it is.
    public var withoutPeerID: Multiaddr {
        guard components.count > 1, peerID != nil else { return self }
        return Multiaddr(unchecked: components.dropLast())
    }

    /// The endpoint, when the address is a host and a TCP port, with or without a peer behind them.
    public var tcpEndpoint: TCPEndpoint? {
        let parts = withoutPeerID.components
        guard parts.count == 2, case .tcp(let port) = parts[1] else { return nil }
        switch parts[0] {
        case .ip4(let bytes): return TCPEndpoint(host: .ip4(bytes), port: port)
        case .ip6(let bytes): return TCPEndpoint(host: .ip6(bytes), port: port)
        case .dns(let name): return TCPEndpoint(host: .name(name, .any), port: port)
        case .dns4(let name): return TCPEndpoint(host: .name(name, .ip4), port: port)
        case .dns6(let name): return TCPEndpoint(host: .name(name, .ip6), port: port)
        case .dnsaddr, .tcp, .p2p: return nil
        }
    }

    /// The name whose TXT records hold the real addresses, when the address is a `/dnsaddr` with or without a
    /// peer behind it.
    public var dnsaddrName: String? {
        guard case .dnsaddr(let name) = components.first, withoutPeerID.components.count == 1 else {
            return nil
        }
        return name
    }

    /// By the binary form.
    public static func < (left: Multiaddr, right: Multiaddr) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private init(unchecked components: [Component]) {
        self.components = components
    }
}
