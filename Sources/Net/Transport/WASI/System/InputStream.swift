import CWASI

/// A stream of bytes from the host: standard input, or what a peer sends. Reading never blocks.
public struct InputStream {
    let handle: wasi_handle_t

    /// Reads at most as many bytes as the buffer has, into its start.
    ///
    /// The host writes them there directly; nothing is allocated.
    ///
    /// - Parameter buffer: At least one byte.
    public func read(into buffer: inout [UInt8]) -> ReadOutcome {
        var result = wasi_read_result()
        buffer.withUnsafeMutableBufferPointer { buffer in
            cwasi_lend(buffer.baseAddress, buffer.count)
            wasi_input_stream_read(handle, UInt64(buffer.count), &result)
            cwasi_take_back()
        }
        if result.is_error != 0 {
            guard Int(result.failure.kind) != WASI_STREAM_ERROR_CLOSED else { return .ended }
            return .failed(StreamFailure(result.failure))
        }
        return result.bytes.count == 0 ? .nothing : .bytes(result.bytes.count)
    }

    /// A pollable that is ready when reading would not answer `nothing`.
    public func subscribe() -> Pollable {
        Pollable(handle: wasi_input_stream_subscribe(handle))
    }

    /// Gives the handle back; its pollables must be gone.
    public func drop() {
        wasi_input_stream_drop(handle)
    }
}
