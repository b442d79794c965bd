extension Multiaddr {
    /// One part of an address: a protocol and its value.
    public enum Component: Hashable, Sendable {
        /// An IPv4 address, 4 bytes in network order.
        case ip4([UInt8])
        /// An IPv6 address, 16 bytes in network order.
        case ip6([UInt8])
        /// A DNS name to be resolved to addresses of both families.
        case dns(String)
        /// A DNS name to be resolved to IPv4 addresses.
        case dns4(String)
        /// A DNS name to be resolved to IPv6 addresses.
        case dns6(String)
        /// A DNS name whose TXT records hold multiaddrs.
        case dnsaddr(String)
        /// A TCP port.
        case tcp(UInt16)
        /// The peer at the end of the address.
        case p2p(PeerID)

        /// The protocol's name in text.
        public var name: String {
            switch self {
            case .ip4: "ip4"
            case .ip6: "ip6"
            case .dns: "dns"
            case .dns4: "dns4"
            case .dns6: "dns6"
            case .dnsaddr: "dnsaddr"
            case .tcp: "tcp"
            case .p2p: "p2p"
            }
        }

        /// The protocol's code in the multicodec table.
        public var code: UInt64 {
            switch self {
            case .ip4: Code.ip4
            case .ip6: Code.ip6
            case .dns: Code.dns
            case .dns4: Code.dns4
            case .dns6: Code.dns6
            case .dnsaddr: Code.dnsaddr
            case .tcp: Code.tcp
            case .p2p: Code.p2p
            }
        }

        /// The value as text.
        public var value: String {
            switch self {
            case .ip4(let bytes): IPText.describe(ip4: bytes)
            case .ip6(let bytes): IPText.describe(ip6: bytes)
            case .dns(let name), .dns4(let name), .dns6(let name), .dnsaddr(let name): name
            case .tcp(let port): String(port)
            case .p2p(let peerID): peerID.description
            }
        }

        /// Reads the text of one component.
        init(name: String, value: String) throws(MultiaddrError) {
            switch name {
            case "ip4":
                guard let bytes = IPText.parse(ip4: value) else { throw .invalidValue(name) }
                self = .ip4(bytes)
            case "ip6":
                guard let bytes = IPText.parse(ip6: value) else { throw .invalidValue(name) }
                self = .ip6(bytes)
            case "tcp":
                guard let port = DecimalText.parse(value, maximum: UInt32(UInt16.max)) else {
                    throw .invalidValue(name)
                }
                self = .tcp(UInt16(port))
            case "p2p", "ipfs":
                do {
                    self = .p2p(try PeerID(text: value))
                } catch {
                    throw .invalidValue(name)
                }
            default:
                guard let make = Self.named(name) else { throw .unsupported(name) }
                guard DNSName.isValid(value) else { throw .invalidValue(name) }
                self = make(value)
            }
        }

        /// Takes one component off the front of `bytes`.
        init(takenFrom bytes: inout ArraySlice<UInt8>) throws(MultiaddrError) {
            let code = try Self.takeVarint(from: &bytes)
            switch code {
            case Code.ip4: self = .ip4(try Self.take(4, from: &bytes))
            case Code.ip6: self = .ip6(try Self.take(16, from: &bytes))
            case Code.tcp:
                let port = try Self.take(2, from: &bytes)
                self = .tcp(UInt16(port[0]) << 8 | UInt16(port[1]))
            case Code.p2p:
                let value = try Self.takePrefixed(from: &bytes)
                do {
                    self = .p2p(try PeerID(bytes: value[...]))
                } catch {
                    throw .invalidValue("p2p")
                }
            case Code.dns: self = .dns(try Self.takeName("dns", from: &bytes))
            case Code.dns4: self = .dns4(try Self.takeName("dns4", from: &bytes))
            case Code.dns6: self = .dns6(try Self.takeName("dns6", from: &bytes))
            case Code.dnsaddr: self = .dnsaddr(try Self.takeName("dnsaddr", from: &bytes))
            default: throw .unsupported("number \(code)")
            }
        }

        /// Appends the component's code and value.
        func append(to bytes: inout [UInt8]) {
            Varint.append(code, to: &bytes)
            switch self {
            case .ip4(let value), .ip6(let value):
                bytes.append(contentsOf: value)
            case .tcp(let port):
                bytes.append(UInt8(port >> 8))
                bytes.append(UInt8(port & 0xFF))
            case .dns(let name), .dns4(let name), .dns6(let name), .dnsaddr(let name):
                Varint.append(UInt64(name.utf8.count), to: &bytes)
                bytes.append(contentsOf: name.utf8)
            case .p2p(let peerID):
                Varint.append(UInt64(peerID.bytes.count), to: &bytes)
                bytes.append(contentsOf: peerID.bytes)
            }
        }

        /// Codes of the multicodec table.
        private enum Code {
            static let ip4: UInt64 = 4
            static let tcp: UInt64 = 6
            static let ip6: UInt64 = 41
            static let dns: UInt64 = 53
            static let dns4: UInt64 = 54
            static let dns6: UInt64 = 55
            static let dnsaddr: UInt64 = 56
            static let p2p: UInt64 = 421
        }

        /// Whether text may name that protocol.
        static func isKnown(_ name: String) -> Bool {
            switch name {
            case "ip4", "ip6", "tcp", "p2p", "ipfs": true
            default: named(name) != nil
            }
        }

        private static func named(_ name: String) -> ((String) -> Component)? {
            switch name {
            case "dns": { .dns($0) }
            case "dns4": { .dns4($0) }
            case "dns6": { .dns6($0) }
            case "dnsaddr": { .dnsaddr($0) }
            default: nil
            }
        }

        private static func takeVarint(from bytes: inout ArraySlice<UInt8>) throws(MultiaddrError) -> UInt64 {
            do {
                return try Varint.take(from: &bytes)
            } catch {
                throw .malformedBytes
            }
        }

        private static func take(
            _ count: Int,
            from bytes: inout ArraySlice<UInt8>
        ) throws(MultiaddrError) -> [UInt8] {
            guard bytes.count >= count else { throw .malformedBytes }
            let taken = Array(bytes.prefix(count))
            bytes = bytes.dropFirst(count)
            return taken
        }

        private static func takePrefixed(
            from bytes: inout ArraySlice<UInt8>
        ) throws(MultiaddrError) -> [UInt8] {
            let length = try takeVarint(from: &bytes)
            guard length <= UInt64(bytes.count) else { throw .malformedBytes }
            return try take(Int(length), from: &bytes)
        }

        private static func takeName(
            _ component: String,
            from bytes: inout ArraySlice<UInt8>
        ) throws(MultiaddrError) -> String {
            let value = try takePrefixed(from: &bytes)
            guard let name = String(validating: value, as: UTF8.self), DNSName.isValid(name) else {
                throw .invalidValue(component)
            }
            return name
        }
    }
}
