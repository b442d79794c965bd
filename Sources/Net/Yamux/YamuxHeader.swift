/// The header of a frame: 12 bytes, big-endian. Yamux specification, "Framing".
struct YamuxHeader: Equatable {
    /// The number of bytes of every header.
    static let byteCount = 12

    var type: YamuxFrameType
    var flags: YamuxFlags
    /// The stream, or 0 for the session.
    var streamID: UInt32
    /// The length field, whose meaning depends on the type.
    var length: UInt32

    init(type: YamuxFrameType, flags: YamuxFlags = [], streamID: UInt32, length: UInt32) {
        self.type = type
        self.flags = flags
        self.streamID = streamID
        self.length = length
    }

    /// Decodes and checks the 12 bytes of a header.
    ///
    /// - Throws: `unsupportedVersion`, `unknownFrameType`, `invalidFlags`, and `invalidStreamID` when the
    ///   stream does not fit the type.
    init(decoding bytes: ArraySlice<UInt8>) throws(YamuxError) {
        precondition(bytes.count == Self.byteCount, "the reader collects whole headers")
        let start = bytes.startIndex
        let version = bytes[start]
        guard version == 0 else { throw .unsupportedVersion(version) }
        guard let type = YamuxFrameType(rawValue: bytes[start + 1]) else {
            throw .unknownFrameType(bytes[start + 1])
        }
        self.type = type
        flags = YamuxFlags(rawValue: UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3]))
        streamID = Self.word(bytes, at: start + 4)
        length = Self.word(bytes, at: start + 8)
        try check()
    }

    /// Whether the frame carries neither bytes nor credit nor flags.
    var isEmpty: Bool {
        switch type {
        case .data, .windowUpdate: length == 0 && flags.isEmpty
        case .ping, .goAway: false
        }
    }

    /// Appends the 12 bytes of the header.
    func encode(into sink: inout some ByteSink) {
        sink.append(bigEndian: UInt32(type.rawValue) << 16 | UInt32(flags.rawValue))
        sink.append(bigEndian: streamID)
        sink.append(bigEndian: length)
    }

    private func check() throws(YamuxError) {
        let areFlagsValid =
            switch type {
            case .data, .windowUpdate: YamuxFlags.all.isSuperset(of: flags)
            case .ping: flags == .syn || flags == .ack
            case .goAway: flags.isEmpty
            }
        guard areFlagsValid else { throw .invalidFlags(flags.rawValue) }
        let isSessionFrame =
            switch type {
            case .data, .windowUpdate: false
            case .ping, .goAway: true
            }
        guard isSessionFrame == (streamID == 0) else { throw .invalidStreamID(streamID) }
    }

    private static func word(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32 {
        UInt32(bytes[index]) << 24 | UInt32(bytes[index + 1]) << 16
            | UInt32(bytes[index + 2]) << 8 | UInt32(bytes[index + 3])
    }
}
