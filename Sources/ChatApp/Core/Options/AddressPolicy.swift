import Net

/// Which addresses a user may name: on the command line and to `/dial`.
enum AddressPolicy {
    /// Why an address cannot be used; the user's fault.
    struct Refusal: Error, Equatable {
        /// One line for the user.
        let explanation: String
    }

    /// Where a peer listens unless told otherwise: every IPv4 and IPv6 interface, on a port that the system
    /// chooses.
    static var defaultListenAddresses: [Multiaddr] {
        [
            Multiaddr(TCPEndpoint(host: .ip4([0, 0, 0, 0]), port: 0)),
            Multiaddr(TCPEndpoint(host: .ip6([UInt8](repeating: 0, count: 16)), port: 0)),
        ]
    }

    /// Reads an address.
    static func parse(_ text: String) throws(Refusal) -> Multiaddr {
        do {
            return try Multiaddr(text: text)
        } catch {
            throw Refusal(explanation: error.description)
        }
    }

    /// Reads what somebody wrote to dial: an address, also with a slash at its end, or `host:port` as other
    /// programs take it, without a port the usual one.
    static func parseDial(_ text: String) throws(Refusal) -> Multiaddr {
        if let endpoint = HostAndPort.endpoint(text) { return Multiaddr(endpoint) }
        guard text.utf8.count > 1, text.utf8.last == UInt8(ascii: "/") else { return try parse(text) }
        return try parse(String(decoding: text.utf8.dropLast(), as: UTF8.self))
    }

    /// Returns the address where it can be listened on.
    static func checkListen(_ address: Multiaddr) throws(Refusal) -> Multiaddr {
        if case .dnsaddr = address.components.first {
            throw Refusal(explanation: "a dnsaddr names peers to dial; it cannot be listened on")
        }
        _ = try endpoint(of: address)
        return address
    }

    /// Returns the address where it can be dialled by that engine.
    static func checkDial(_ address: Multiaddr, engine: Engine) throws(Refusal) -> Multiaddr {
        if address.dnsaddrName != nil {
            guard engine == .native else {
                throw Refusal(
                    explanation:
                        "dnsaddr needs TXT look-ups, which WASI does not offer; give a /dns4 or /ip4 address"
                )
            }
            return address
        }
        let endpoint = try endpoint(of: address)
        guard endpoint.port != 0 else { throw Refusal(explanation: "port 0 cannot be dialled") }
        guard !endpoint.isUnspecified else {
            throw Refusal(explanation: "that is the address of no host; it can only be listened on")
        }
        // A socket for IPv6 may refuse what an IPv4 one takes, and the two builds' sockets differ.
        guard case .ip6(let bytes) = endpoint.host, bytes.starts(with: Self.mappedPrefix) else {
            return address
        }
        let plain = Multiaddr(TCPEndpoint(host: .ip4(Array(bytes.dropFirst(12))), port: endpoint.port))
        return address.peerID.map { plain.withPeerID($0) } ?? plain
    }

    /// What an IPv6 address begins with that means an IPv4 one.
    private static var mappedPrefix: [UInt8] { [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] }

    private static func endpoint(of address: Multiaddr) throws(Refusal) -> TCPEndpoint {
        guard let endpoint = address.tcpEndpoint else {
            throw Refusal(
                explanation:
                    "not an address of the form /ip4/…/tcp/PORT, /ip6/…/tcp/PORT, /dns/…/tcp/PORT or /dnsaddr/…"
            )
        }
        return endpoint
    }
}
