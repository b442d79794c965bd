/// Takes whole Noise messages out of a byte stream that arrives in pieces of any size.
///
/// A message that lies whole in the piece is handed out where it lies; only the beginning of one that does
/// not is kept, so that the buffer holds one message at most, and none while nothing is under way.
struct NoiseRecordBuffer {
    /// The beginning of a message, its prefix included.
    private var partial: [UInt8] = []

    /// Whether `partial` is a message that was handed out: its storage serves the next one.
    private var isHandedOut = false

    /// Takes the next message, without its prefix, off the front of `bytes`; nil when more bytes are needed,
    /// which leaves `bytes` empty.
    ///
    /// Throws `invalidRecordLength` as soon as a prefix says another length than `validLengths`, before
    /// anything is kept.
    mutating func next(
        from bytes: inout ArraySlice<UInt8>,
        validLengths: ClosedRange<Int>
    ) throws(NoiseError) -> ArraySlice<UInt8>? {
        if isHandedOut {
            partial.removeAll(keepingCapacity: true)
            isHandedOut = false
        }
        if partial.isEmpty, let length = NoiseRecordHeader.messageLength(bytes) {
            guard validLengths.contains(length) else { throw .invalidRecordLength }
            let end = bytes.startIndex + NoiseRecordHeader.byteCount + length
            if end <= bytes.endIndex {
                let message = bytes[(bytes.startIndex + NoiseRecordHeader.byteCount)..<end]
                bytes = bytes[end...]
                return message
            }
        }
        keep(NoiseRecordHeader.byteCount, of: &bytes)
        guard let length = NoiseRecordHeader.messageLength(partial[...]) else { return nil }
        guard validLengths.contains(length) else { throw .invalidRecordLength }
        partial.reserveCapacity(NoiseRecordHeader.byteCount + length)
        keep(NoiseRecordHeader.byteCount + length, of: &bytes)
        guard partial.count == NoiseRecordHeader.byteCount + length else { return nil }
        isHandedOut = true
        return partial[NoiseRecordHeader.byteCount...]
    }

    /// Gives back the storage, unless a message is under way.
    mutating func releaseStorage() {
        if isHandedOut || partial.isEmpty {
            partial = []
            isHandedOut = false
        }
    }

    /// Moves bytes to `partial` until it has `count`.
    private mutating func keep(_ count: Int, of bytes: inout ArraySlice<UInt8>) {
        let missing = bytes.prefix(max(0, count - partial.count))
        partial.append(contentsOf: missing)
        bytes = bytes.dropFirst(missing.count)
    }
}
