/// Why an end of a Yamux connection goes away: the length field of a go-away frame.
///
/// Yamux specification, "Go Away". libp2p implementations send further codes of their own, so the set is
/// open.
public struct YamuxGoAwayCode: Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt32

    /// The code with that number on the wire.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Normal termination: no new streams, the open ones may finish.
    public static let normal = YamuxGoAwayCode(rawValue: 0)
    /// The other end broke the protocol.
    public static let protocolError = YamuxGoAwayCode(rawValue: 1)
    /// This end cannot go on.
    public static let internalError = YamuxGoAwayCode(rawValue: 2)
}

extension YamuxGoAwayCode: CustomStringConvertible {
    /// The code in words.
    public var description: String {
        switch self {
        case .normal: "normal termination"
        case .protocolError: "protocol error"
        case .internalError: "internal error"
        default: "code \(rawValue)"
        }
    }
}
