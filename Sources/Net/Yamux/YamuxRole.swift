/// Which end of the connection this muxer is; decides the parity of the stream identifiers it hands out.
///
/// Yamux specification, "StreamID field".
package enum YamuxRole: Hashable, Sendable {
    /// The end that dialled: its streams have odd identifiers.
    case client
    /// The end that was dialled: its streams have even identifiers.
    case server

    /// The identifier of the first stream that this end opens.
    var firstStreamID: UInt32 {
        switch self {
        case .client: 1
        case .server: 2
        }
    }

    /// Whether a stream of this identifier is one that this end opens.
    func opens(_ id: YamuxStreamID) -> Bool {
        id.rawValue != 0 && id.rawValue & 1 == firstStreamID & 1
    }
}
