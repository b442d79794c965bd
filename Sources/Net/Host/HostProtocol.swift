/// A protocol that a `PeerHost` accepts streams of, and what it makes of their bytes.
public struct HostProtocol: Hashable, Sendable {
    /// How a stream's bytes reach the program.
    public enum Framing: Hashable, Sendable {
        /// As they come, in pieces of any size.
        case bytes
        /// As messages, each with its length before it as an unsigned varint: how most protocols of libp2p do
        /// it.
        case messages(maximumBytes: Int)
        /// As one request, which ends where the peer closes its direction of the stream, and one response.
        case request(maximumBytes: Int)
    }

    /// The protocol id: begins with a slash, has no line break and at most 1,024 bytes, such as
    /// `/echo/1.0.0`.
    public let name: String
    /// What becomes of the bytes.
    public let framing: Framing

    /// A protocol whose bytes come as they are.
    public static func bytes(_ name: String) -> HostProtocol {
        HostProtocol(name: name, framing: .bytes)
    }

    /// A protocol of length-prefixed messages.
    ///
    /// - Parameters:
    ///   - name: The protocol id.
    ///   - maximumBytes: The longest message that is accepted, without its prefix. A stream that announces a
    ///     longer one is reset. Default 1 MiB.
    public static func messages(_ name: String, maximumBytes: Int = 1 << 20) -> HostProtocol {
        HostProtocol(name: name, framing: .messages(maximumBytes: maximumBytes))
    }

    /// A protocol of one request and one response on a stream.
    ///
    /// - Parameters:
    ///   - name: The protocol id.
    ///   - maximumBytes: The longest request that is accepted. A stream with a longer one is reset. Default 1
    ///     MiB.
    public static func request(_ name: String, maximumBytes: Int = 1 << 20) -> HostProtocol {
        HostProtocol(name: name, framing: .request(maximumBytes: maximumBytes))
    }
}
