import CWASI
import Net

/// A look-up of a name's addresses in progress: a `resolve-address-stream` resource.
struct NameLookup {
    private let handle: wasi_handle_t

    /// Ready when `next()` would not throw `wouldBlock`.
    let pollable: Pollable

    /// Begins to look `name` up.
    static func start(_ name: String, network: wasi_handle_t) throws(SocketError) -> NameLookup {
        var name = name
        var result = wasi_handle_result()
        name.withUTF8 { name in
            wasi_resolve_addresses(network, name.baseAddress, name.count, &result)
        }
        guard result.is_error == 0 else { throw SocketError(code: result.error_code) }
        return NameLookup(handle: result.handle)
    }

    private init(handle: wasi_handle_t) {
        self.handle = handle
        pollable = Pollable(handle: wasi_resolve_subscribe(handle))
    }

    /// The next address, or `nil` after the last one.
    func next() throws(SocketError) -> TCPEndpoint.Host? {
        var result = wasi_next_address_result()
        wasi_resolve_next_address(handle, &result)
        guard result.is_error == 0 else { throw SocketError(code: result.error_code) }
        return result.next.is_present != 0 ? result.next.address.host : nil
    }

    /// Abandons the look-up.
    func drop() {
        pollable.drop()
        wasi_resolve_drop(handle)
    }
}
