/// Takes messages with a varint length prefix out of a byte stream that arrives in pieces of any size.
///
/// Append what arrived, then take frames until there are none. The length is checked before anything waits
/// for it, so the buffer holds at most one frame of the maximum size and what was appended last.
package struct FrameBuffer {
    /// The longest message that is accepted, in bytes, without its prefix.
    package let maximumFrameBytes: Int

    private var storage: [UInt8] = []

    /// Where the bytes that were not handed out begin in `storage`.
    private var start = 0

    /// An empty buffer for messages of at most `maximumFrameBytes`.
    package init(maximumFrameBytes: Int) {
        self.maximumFrameBytes = maximumFrameBytes
    }

    /// The number of bytes that wait for the rest of their frame.
    package var byteCount: Int { storage.count - start }

    /// Appends bytes from the stream.
    package mutating func append(_ bytes: ArraySlice<UInt8>) {
        discardConsumed()
        storage.append(contentsOf: bytes)
    }

    /// The next whole message without its prefix; nil when more bytes are needed.
    ///
    /// - Throws: `invalidLength` or `tooLarge`. A throw is final.
    package mutating func next() throws(FrameError) -> ArraySlice<UInt8>? {
        let rest = storage[start...]
        let prefix: (value: UInt64, length: Int)?
        do {
            prefix = try Varint.decode(rest)
        } catch {
            throw .invalidLength
        }
        guard let prefix else { return nil }
        guard prefix.value <= UInt64(maximumFrameBytes) else { throw .tooLarge }
        let frameStart = start + prefix.length
        // Compared before it is added to anything: the length is the peer's word.
        guard prefix.value <= UInt64(storage.count - frameStart) else { return nil }
        start = frameStart + Int(prefix.value)
        return storage[frameStart..<start]
    }

    /// Takes everything that was not handed out: what follows the last frame belongs to another protocol.
    package mutating func takeRemainder() -> ArraySlice<UInt8> {
        let rest = storage[start...]
        storage = []
        start = 0
        return rest
    }

    /// Frees what was handed out, once that costs less than it saves.
    private mutating func discardConsumed() {
        if start == storage.count {
            storage.removeAll(keepingCapacity: storage.capacity <= 4096)
            start = 0
        } else if start > storage.count / 2 {
            storage.removeFirst(start)
            start = 0
        }
    }
}
