/// Why text or bytes are not a multiaddr that Hearsay can use.
public enum MultiaddrError: Error, Equatable, CustomStringConvertible {
    /// No component at all.
    case empty
    /// Text that does not begin with a slash, or has an empty part.
    case malformedText
    /// A component without the value that it needs: the name of its protocol.
    case missingValue(String)
    /// A component with a value that is not of its form: the name of its protocol.
    case invalidValue(String)
    /// A protocol that is unknown or that Hearsay does not speak: its name, or its code in bytes.
    case unsupported(String)
    /// Bytes that end inside a component, or a varint that is wrong.
    case malformedBytes
    /// More bytes or components than the limits.
    case tooLong

    /// One line for the user.
    public var description: String {
        switch self {
        case .empty: "an empty address"
        case .malformedText: "not a multiaddr: it has to look like /ip4/192.0.2.1/tcp/4001"
        case .missingValue(let name): "/\(name) needs a value"
        case .invalidValue(let name): "the value after /\(name) is not valid"
        case .unsupported(let name): "unsupported protocol /\(name): only TCP over IP or a DNS name is"
        case .malformedBytes: "not a multiaddr in binary form"
        case .tooLong: "the address is too long"
        }
    }
}
