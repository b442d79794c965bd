import CWASI
import Net

/// A stream of bytes to the host: standard output and error, or what goes to a peer. Writing never blocks.
public struct OutputStream {
    /// The most bytes handed over in one call. The host keeps a copy of what the kernel does not take at
    /// once, and grants up to 1 GiB.
    static let maximumChunkBytes = 256 * 1024

    let handle: wasi_handle_t

    /// Writes as much of `bytes` as the host takes now.
    ///
    /// - Parameter bytes: At least one byte.
    public func write(_ bytes: ArraySlice<UInt8>) -> WriteOutcome {
        let permit: Int
        switch self.permit() {
        case .written(let count): permit = count
        case .busy: return .busy
        case .failed(let failure): return .failed(failure)
        }
        let count = min(permit, bytes.count, Self.maximumChunkBytes)
        var result = wasi_stream_result()
        bytes.withUnsafeBufferPointer { bytes in
            wasi_output_stream_write(handle, bytes.baseAddress, count, &result)
        }
        guard result.is_error == 0 else { return .failed(StreamFailure(result.failure)) }
        return .written(count)
    }

    /// Writes all of `text`, waiting for the host until the kernel has it: for programs that do nothing else
    /// meanwhile.
    ///
    /// - Returns: What went wrong; nil when the kernel has all of it.
    @discardableResult
    public func writeAll(_ text: String) -> StreamFailure? {
        var rest = [UInt8](text.utf8)[...]
        while true {
            switch rest.isEmpty ? permit() : write(rest) {
            case .written(let count):
                if rest.isEmpty { return nil }
                rest = rest.dropFirst(count)
            case .busy:
                let pollable = subscribe()
                var poller = Poller()
                poller.add(pollable, .program(0))
                _ = poller.wait(until: .distantFuture)
                poller.drop()
                pollable.drop()
            case .failed(let failure):
                return failure
            }
        }
    }

    /// How much may be written now. More than that would trap, so every write asks first. Anything but `busy`
    /// also means that all earlier bytes are in the kernel's hands, or that it did not take them.
    public func permit() -> WriteOutcome {
        var result = wasi_permit_result()
        wasi_output_stream_check_write(handle, &result)
        guard result.is_error == 0 else { return .failed(StreamFailure(result.failure)) }
        return result.permit == 0 ? .busy : .written(Int(clamping: result.permit))
    }

    /// A pollable that is ready when writing would not answer `busy`.
    public func subscribe() -> Pollable {
        Pollable(handle: wasi_output_stream_subscribe(handle))
    }

    /// Gives the handle back, which cancels what the host has not written yet; its pollables must be gone.
    func drop() {
        wasi_output_stream_drop(handle)
    }
}
