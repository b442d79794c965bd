/// The flags of a frame. Yamux specification, "Flag field".
struct YamuxFlags: OptionSet, Equatable {
    let rawValue: UInt16

    /// Opens a stream; asks for an answer on a ping.
    static let syn = YamuxFlags(rawValue: 1)
    /// Acknowledges a stream; answers a ping.
    static let ack = YamuxFlags(rawValue: 2)
    /// Closes the sender's half of the stream.
    static let fin = YamuxFlags(rawValue: 4)
    /// Resets the stream at once.
    static let rst = YamuxFlags(rawValue: 8)

    static let all: YamuxFlags = [.syn, .ack, .fin, .rst]
}
