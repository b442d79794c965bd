/// Reads a peer's description of itself from a stream of identify or identify push: one message, or several
/// that continue each other, until the peer closes the stream.
struct IdentifyReader {
    private let peer: PeerID
    private var frames = FrameBuffer(maximumFrameBytes: IdentifyLimits.messageBytes)
    private var messageCount = 0
    private var merged = IdentifyMessage()

    init(peer: PeerID) {
        self.peer = peer
    }

    /// Takes bytes from the stream.
    ///
    /// - Returns: Everything said so far, when a message was completed.
    mutating func receive(_ bytes: ArraySlice<UInt8>) throws(IdentifyError) -> IdentifyMessage? {
        frames.append(bytes)
        var isNews = false
        while let frame = try nextFrame() {
            messageCount += 1
            guard messageCount <= IdentifyLimits.messages else { throw .tooManyMessages }
            let message = try decode(frame)
            try check(message)
            merged.merge(message)
            isNews = true
        }
        return isNews ? merged : nil
    }

    private mutating func nextFrame() throws(IdentifyError) -> ArraySlice<UInt8>? {
        do throws(FrameError) {
            return try frames.next()
        } catch {
            throw .frame(error)
        }
    }

    private func decode(_ frame: ArraySlice<UInt8>) throws(IdentifyError) -> IdentifyMessage {
        do throws(ProtobufError) {
            return try IdentifyMessage(bytes: frame)
        } catch {
            throw .malformed(error)
        }
    }

    /// A key, if one is given, must be the proved one (B6): other programs take the peer id from here.
    private func check(_ message: IdentifyMessage) throws(IdentifyError) {
        guard let bytes = message.publicKey, !bytes.isEmpty else { return }
        let key: PublicKey
        do throws(KeyError) {
            key = try PublicKey(protobuf: bytes[...])
        } catch {
            throw .keyMismatch
        }
        guard PeerID(publicKey: key) == peer else { throw .keyMismatch }
    }
}
