/// An authenticated and encrypted channel over a byte stream (libp2p/specs, noise, "Wire Format").
///
/// Outbound: append plaintext, `flush`, and hand what `takeOutbound` returns to the network. The plaintext
/// goes straight into the one outbound buffer of the connection, where each record is sealed in place once it
/// is full or flushed. Until then it may be added to.
///
/// Inbound: `var rest = bytes; while let plaintext = try transport.open(&rest) { ... }`. Use each plaintext
/// before asking for the next: they share one buffer, and keeping one makes the next a copy.
///
/// A throw is final: close the connection.
package struct NoiseTransport: ByteSink {
    /// How much plaintext goes into one record, in bytes. Much less than the largest record: the peer can
    /// begin to work on a record when all of it has arrived, and 18 bytes in 16 KiB cost nothing.
    package static let recordPlaintextBytes = 16_384

    private static let validMessageBytes = ChaChaPoly.tagBytes...NoiseRecordHeader.maximumMessageBytes

    private var sendCipher: CipherState
    private var receiveCipher: CipherState
    private var inbound = NoiseRecordBuffer()

    /// The plaintext of the last record that was opened; reused.
    private var plaintext: [UInt8] = []

    /// Sealed records, then the open one, if there is one.
    private var outbound: [UInt8]

    /// Where the open record's prefix lies in `outbound`.
    private var openRecord: Int?

    /// Set when a record could not be sealed; it is not in `outbound` any more.
    private var sealError: NoiseError?

    /// The channel of two ciphers; `outbound` is what has still to be sent before its first record.
    package init(send: CipherState, receive: CipherState, outbound: [UInt8] = []) {
        sendCipher = send
        receiveCipher = receive
        self.outbound = outbound
    }

    // MARK: - Outbound

    /// Appends one byte of plaintext.
    package mutating func append(_ byte: UInt8) {
        beginRecordIfNeeded()
        outbound.append(byte)
        sealIfFull()
    }

    /// Appends plaintext.
    package mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        var rest = bytes
        var room = beginRecordIfNeeded()
        while rest.count > room {
            outbound.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            seal()
            room = beginRecordIfNeeded()
        }
        outbound.append(contentsOf: rest)
        if rest.count == room { seal() }
    }

    /// Ends the open record, so that everything appended can be sent.
    ///
    /// - Throws: `nonceExhausted`, when this or an earlier record could not be sealed.
    package mutating func flush() throws(NoiseError) {
        seal()
        if let sealError { throw sealError }
    }

    /// How many bytes wait in the outbound, those of the open record included.
    package var outboundByteCount: Int { outbound.count }

    /// Flushes and takes the whole outbound.
    ///
    /// - Parameter replacement: An array whose storage is used for what is appended next; its elements are
    ///   dropped.
    /// - Throws: As `flush`.
    package mutating func takeOutbound(
        replacement: consuming [UInt8] = []
    ) throws(NoiseError) -> [UInt8] {
        try flush()
        replacement.removeAll(keepingCapacity: true)
        swap(&outbound, &replacement)
        return replacement
    }

    /// Puts bytes of an earlier phase of the connection, not encrypted by this channel, before its first
    /// record.
    package mutating func prependOutbound(_ bytes: [UInt8]) {
        precondition(openRecord == nil, "done before anything is appended")
        outbound = bytes + outbound
    }

    // MARK: - Inbound

    /// Takes the next record off the front of `bytes` and opens it.
    ///
    /// - Returns: Its plaintext, which may be empty; nil when more bytes are needed, which leaves `bytes`
    ///   empty.
    /// - Throws: `invalidRecordLength`, `decryptionFailed`, which leaves the channel as it was, or
    ///   `nonceExhausted`.
    package mutating func open(_ bytes: inout ArraySlice<UInt8>) throws(NoiseError) -> ArraySlice<UInt8>? {
        guard let record = try inbound.next(from: &bytes, validLengths: Self.validMessageBytes) else {
            return nil
        }
        let count = record.count - ChaChaPoly.tagBytes
        if plaintext.count < count {
            plaintext.append(contentsOf: repeatElement(0, count: count - plaintext.count))
        }
        try receiveCipher.decrypt(record, into: &plaintext)
        return plaintext[..<count]
    }

    /// Gives back the memory that is kept for speed: call it when the connection has become idle.
    package mutating func releaseBuffers() {
        plaintext = []
        inbound.releaseStorage()
        if outbound.isEmpty { outbound = [] }
    }

    // MARK: - Records

    /// Returns the room in the open record, in bytes; at least one.
    @discardableResult
    private mutating func beginRecordIfNeeded() -> Int {
        guard let openRecord else {
            self.openRecord = outbound.count
            outbound.append(0)
            outbound.append(0)
            return Self.recordPlaintextBytes
        }
        return Self.recordPlaintextBytes - (outbound.count - openRecord - NoiseRecordHeader.byteCount)
    }

    private mutating func sealIfFull() {
        guard let openRecord else { return }
        if outbound.count - openRecord - NoiseRecordHeader.byteCount >= Self.recordPlaintextBytes { seal() }
    }

    private mutating func seal() {
        guard let start = openRecord else { return }
        openRecord = nil
        let plaintext = start + NoiseRecordHeader.byteCount..<outbound.count
        outbound.append(contentsOf: repeatElement(0, count: ChaChaPoly.tagBytes))
        do throws(NoiseError) {
            try sendCipher.encrypt(&outbound, plaintext: plaintext)
            NoiseRecordHeader.setLength(ofRecordAt: start, in: &outbound)
        } catch {
            // Never in the clear: what cannot be sealed is gone, and `flush` tells.
            outbound.removeLast(outbound.count - start)
            sealError = error
        }
    }
}
