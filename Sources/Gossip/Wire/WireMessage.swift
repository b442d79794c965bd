import Net

/// One published message as it came, taken apart without copying.
struct WireMessage {
    /// The whole encoding, which is what gets forwarded.
    let raw: ArraySlice<UInt8>
    private(set) var from: ArraySlice<UInt8>?
    private(set) var data: ArraySlice<UInt8>?
    private(set) var sequenceNumber: ArraySlice<UInt8>?
    /// The last one, if an old peer names several.
    private(set) var topic: ArraySlice<UInt8>?
    private(set) var signature: ArraySlice<UInt8>?
    private(set) var key: ArraySlice<UInt8>?

    /// Reads a message. Fields that are not known are kept in `raw` and left alone.
    init(_ raw: ArraySlice<UInt8>) throws(ProtobufError) {
        self.raw = raw
        var reader = ProtobufReader(raw)
        while let field = try reader.next() {
            switch field.number {
            case RPCField.Message.from: from = try field.bytes()
            case RPCField.Message.data: data = try field.bytes()
            case RPCField.Message.sequenceNumber: sequenceNumber = try field.bytes()
            case RPCField.Message.topic: topic = try field.bytes()
            case RPCField.Message.signature: signature = try field.bytes()
            case RPCField.Message.key: key = try field.bytes()
            default: break
            }
        }
    }

    /// What the signature is over: a domain separator and the message without `signature` and `key`.
    ///
    /// Those two are cut out of the bytes received instead of encoding the message anew: the author may have
    /// left a field out that is empty, or written one that we do not know, and both change the signed bytes.
    var signedBytes: [UInt8] {
        var signed = SignedMessage.domain
        signed.reserveCapacity(signed.count + raw.count)
        var reader = ProtobufReader(raw)
        var start = raw.startIndex
        while let number = Self.nextNumber(&reader) {
            let end = reader.unread.startIndex
            if number != RPCField.Message.signature, number != RPCField.Message.key {
                signed.append(contentsOf: raw[start..<end])
            }
            start = end
        }
        return signed
    }

    private static func nextNumber(_ reader: inout ProtobufReader) -> UInt32? {
        do {
            return try reader.next()?.number
        } catch {
            preconditionFailure("the initializer has read these bytes to their end")
        }
    }
}
