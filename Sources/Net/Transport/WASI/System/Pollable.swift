import CWASI

/// Something of the host's that can be waited for.
///
/// The host forbids to drop a stream or a socket that still has pollables, so the owner drops the pollable
/// first.
public struct Pollable {
    let handle: wasi_handle_t

    /// Gives the handle back. The pollable must not be used afterwards.
    public func drop() {
        wasi_pollable_drop(handle)
    }
}
