/// Cuts a byte stream, in whatever pieces it comes, into headers and pieces of bodies.
///
/// It stores at most one incomplete header. A body is never collected here: its pieces are handed on as they
/// come, so that a header that announces four gigabytes costs nothing.
struct YamuxFrameReader {
    enum Item: Equatable {
        case header(YamuxHeader)
        /// The next piece of the body of the last data header.
        case body(YamuxStreamID, ArraySlice<UInt8>)
    }

    private enum State {
        /// A header is being collected.
        case header
        /// A data header with a body was handed out.
        case body(YamuxStreamID, remaining: UInt32)
    }

    private var state = State.header
    private var partialHeader: [UInt8] = []

    /// Takes the next item off the front of `input`; nil when more bytes are needed.
    ///
    /// - Throws: What ``YamuxHeader/init(decoding:)`` throws.
    mutating func next(_ input: inout ArraySlice<UInt8>) throws(YamuxError) -> Item? {
        guard !input.isEmpty else { return nil }
        switch state {
        case .header:
            guard let header = try nextHeader(&input) else { return nil }
            if header.type == .data, header.length > 0 {
                state = .body(YamuxStreamID(rawValue: header.streamID), remaining: header.length)
            }
            return .header(header)
        case .body(let id, let remaining):
            let count = min(input.count, Int(clamping: remaining))
            let piece = input.prefix(count)
            input = input.dropFirst(count)
            let rest = remaining - UInt32(count)
            state = rest == 0 ? .header : .body(id, remaining: rest)
            return .body(id, piece)
        }
    }

    private mutating func nextHeader(_ input: inout ArraySlice<UInt8>) throws(YamuxError) -> YamuxHeader? {
        if partialHeader.isEmpty, input.count >= YamuxHeader.byteCount {
            let header = try YamuxHeader(decoding: input.prefix(YamuxHeader.byteCount))
            input = input.dropFirst(YamuxHeader.byteCount)
            return header
        }
        let missing = YamuxHeader.byteCount - partialHeader.count
        partialHeader.append(contentsOf: input.prefix(missing))
        input = input.dropFirst(missing)
        guard partialHeader.count == YamuxHeader.byteCount else { return nil }
        let header = try YamuxHeader(decoding: partialHeader[...])
        partialHeader.removeAll(keepingCapacity: true)
        return header
    }
}
