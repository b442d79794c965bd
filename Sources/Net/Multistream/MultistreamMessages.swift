/// The messages of multistream-select in both directions: a varint length, then text that ends with a
/// newline.
struct MultistreamMessages {
    /// The first message in either direction.
    static let header = "/multistream/1.0.0"

    /// The answer to a proposal that is refused.
    static let notAvailable = "na"

    /// The longest message in bytes, newline included: what a two-byte length can say, as in rust-libp2p.
    static let maximumMessageBytes = 16_383

    private var frames = FrameBuffer(maximumFrameBytes: maximumMessageBytes)
    private var outbound: [UInt8] = []

    /// Writes a message to what is to be sent.
    mutating func write(_ message: String) {
        Varint.append(UInt64(message.utf8.count + 1), to: &outbound)
        outbound.append(contentsOf: message.utf8)
        outbound.append(UInt8(ascii: "\n"))
    }

    /// Takes the bytes that are to be sent.
    mutating func takeOutbound() -> [UInt8] {
        let bytes = outbound
        outbound = []
        return bytes
    }

    /// Takes bytes from the peer.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        frames.append(bytes)
    }

    /// The next message without its newline; nil when more bytes are needed.
    mutating func next() throws(MultistreamError) -> String? {
        let frame: ArraySlice<UInt8>?
        do throws(FrameError) {
            frame = try frames.next()
        } catch {
            throw .invalidLength
        }
        guard let frame else { return nil }
        guard let last = frame.last else { throw .invalidLength }
        guard last == UInt8(ascii: "\n"), let text = String(validating: frame.dropLast(), as: UTF8.self)
        else {
            throw .malformedMessage
        }
        return text
    }

    /// What came behind the last message: the selected protocol's own bytes.
    mutating func takeRemainder() -> ArraySlice<UInt8> {
        frames.takeRemainder()
    }
}
