import Net

/// The first message of either end (docs/history.md, "Hello").
struct HistoryHello: Equatable {
    /// Which room; in the answer the same again.
    var tag: RoomTag
    /// The second in which the window begins; in the answer the later of both.
    var start: UInt64
    /// The longest message of a reconciliation that is accepted, in bytes.
    var messageBytes: UInt64

    init(tag: RoomTag, start: UInt64, messageBytes: UInt64) {
        self.tag = tag
        self.start = start
        self.messageBytes = messageBytes
    }

    init(_ bytes: ArraySlice<UInt8>) throws(HistoryViolation) {
        tag = RoomTag(bytes: [])
        start = 0
        messageBytes = 0
        var reader = ProtobufReader(bytes)
        do {
            while let field = try reader.next() {
                switch field.number {
                case 1: tag = RoomTag(bytes: try field.bytes())
                case 2: start = try field.uint64()
                case 3: messageBytes = try field.uint64()
                default: break
                }
            }
        } catch {
            throw .malformedFrame
        }
        guard tag.bytes.count == RoomTag.byteCount, messageBytes >= HistoryFrame.leastMessageBytes else {
            throw .malformedFrame
        }
    }

    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, bytes: tag.bytes)
        writer.append(2, varint: start)
        writer.append(3, varint: messageBytes)
        return writer.bytes
    }
}
