/// What one party can be expected to hold of the address space: an IPv4 address or an IPv6 network of 64 bits
/// (P6).
struct AddressGroup: Hashable {
    private let prefix: UInt64
    private let isIPv4: Bool

    /// The group of an address of 4 or 16 bytes; nil for anything else.
    init?(_ address: [UInt8]) {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        let bytes: ArraySlice<UInt8>
        switch address.count {
        case 4: bytes = address[...]
        case 16: bytes = address.starts(with: mapped) ? address[12...] : address[..<8]
        default: return nil
        }
        isIPv4 = bytes.count == 4
        prefix = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whether it is a loopback, link-local or private network, where many peers at one address are no
    /// surprise.
    var isLocal: Bool {
        if isIPv4 {
            let first = prefix >> 24
            let second = prefix >> 16 & 0xFF
            return first == 127 || first == 10 || first == 172 && (16...31).contains(second)
                || first == 192 && second == 168 || first == 169 && second == 254
        }
        let first = prefix >> 56
        return prefix == 0 || first == 0xFC || first == 0xFD || prefix >> 54 == 0x3FA
    }
}
