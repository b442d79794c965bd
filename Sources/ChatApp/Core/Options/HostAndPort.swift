import Net

/// A host and a port as people and other programs write them: `192.0.2.7:4001`, `[::1]:4001`, `chat.example`.
enum HostAndPort {
    /// The port of an address without one: the one that libp2p programs mostly listen on.
    static let usualPort: UInt16 = 4_001

    /// The endpoint that a text means; nil where it is none. A name has a dot, or is `localhost`, or has a
    /// port behind it.
    static func endpoint(_ text: String) -> TCPEndpoint? {
        let bytes = Array(text.utf8)
        if let address = IPText.parse(ip6: text) { return TCPEndpoint(host: .ip6(address), port: usualPort) }
        if bytes.first == UInt8(ascii: "[") { return bracketed(bytes) }
        guard bytes.count <= 300, bytes.first != UInt8(ascii: "/"), !bytes.isEmpty else { return nil }
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return host(bytes[...], port: nil) }
        guard let port = port(bytes[(colon + 1)...]) else { return nil }
        return host(bytes[..<colon], port: port)
    }

    private static func bracketed(_ bytes: [UInt8]) -> TCPEndpoint? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        let text = String(decoding: bytes[1..<end], as: UTF8.self)
        guard let address = IPText.parse(ip6: text) else { return nil }
        let rest = bytes[(end + 1)...]
        if rest.isEmpty { return TCPEndpoint(host: .ip6(address), port: usualPort) }
        guard rest.first == UInt8(ascii: ":"), let port = port(rest.dropFirst()) else { return nil }
        return TCPEndpoint(host: .ip6(address), port: port)
    }

    private static func host(_ bytes: ArraySlice<UInt8>, port: UInt16?) -> TCPEndpoint? {
        let text = String(decoding: bytes, as: UTF8.self)
        if let address = IPText.parse(ip4: text) {
            return TCPEndpoint(host: .ip4(address), port: port ?? usualPort)
        }
        let isClear =
            port != nil || bytes.contains(UInt8(ascii: ".")) || bytes.elementsEqual("localhost".utf8)
        guard isClear, isName(text) else { return nil }
        return TCPEndpoint(host: .name(text, .any), port: port ?? usualPort)
    }

    /// Whether it could be a name of a host, and not four numbers gone wrong.
    private static func isName(_ text: String) -> Bool {
        let last = text.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }
        guard last.contains(where: { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return false
        }
        do {
            _ = try Multiaddr(text: "/dns/" + text + "/tcp/1")
            return true
        } catch {
            return false
        }
    }

    private static func port(_ bytes: ArraySlice<UInt8>) -> UInt16? {
        guard (1...5).contains(bytes.count) else { return nil }
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return UInt16(exactly: value)
    }
}
