import CWASI
public import Net

/// Why a stream is of no more use.
///
/// WASI 0.2.0 tells the cause only in a text for people, in the host's words: two of them matter.
public enum StreamFailure: Equatable, Sendable {
    /// The stream was closed, or failed before.
    case closed
    /// What was written has nobody to read it: a pipe without a reader.
    case readerGone
    /// The peer has fallen silent.
    case timedOut
    /// Anything else: a full disk, a reset.
    case other

    /// What that means for a connection.
    public var transportError: TransportError { self == .timedOut ? .timedOut : .reset }

    /// What a stream's error means, after dropping the resource that it may carry.
    init(_ failure: wasi_stream_error) {
        guard Int(failure.kind) == WASI_STREAM_ERROR_LAST_OPERATION_FAILED else {
            self = .closed
            return
        }
        var text = wasi_byte_list()
        wasi_error_to_debug_string(failure.error, &text)
        let words = UnsafeBufferPointer(start: text.bytes, count: text.count)
        if words.contains("timed out") {
            self = .timedOut
        } else {
            self = words.contains("roken pipe") || words.contains("BrokenPipe") ? .readerGone : .other
        }
        text.release()
        wasi_error_drop(failure.error)
    }
}

extension wasi_byte_list {
    /// Frees the memory of a list that the host handed over.
    func release() {
        // The host's pointer for an empty list is not one of the allocator's.
        if count > 0 { cwasi_free(bytes) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes have `text` somewhere in them.
    fileprivate func contains(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        return (0...(count - length)).contains { start in
            (0..<length).allSatisfy { self[start + $0] == text.utf8Start[$0] }
        }
    }
}
