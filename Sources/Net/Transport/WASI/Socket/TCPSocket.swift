import CWASI
import Net

/// A `tcp-socket` resource: the functions of wasi:sockets/tcp with their results as Swift errors.
///
/// Binding, listening and connecting have two halves. When the second throws `wouldBlock`, wait for
/// `subscribe()` and call it again; after any other error the socket is of no more use.
struct TCPSocket {
    let handle: wasi_handle_t

    /// The streams of a connection.
    typealias Streams = (input: InputStream, output: OutputStream)

    /// A fresh socket for addresses of the endpoint's family.
    ///
    /// It can fail because the family is unsupported or descriptors are exhausted; Wasmtime (45 to 47) says
    /// `unknown` of the latter.
    static func create(for address: wasi_socket_address) throws(SocketError) -> TCPSocket {
        var result = wasi_handle_result()
        wasi_create_tcp_socket(Int32(address.family), &result)
        guard result.is_error == 0 else {
            let error = SocketError(code: result.error_code)
            throw error == .unknown ? .newSocketLimit : error
        }
        return TCPSocket(handle: result.handle)
    }

    func startBind(_ network: wasi_handle_t, _ address: wasi_socket_address) throws(SocketError) {
        var result = wasi_socket_result()
        withUnsafePointer(to: address) { wasi_tcp_socket_start_bind(handle, network, $0, &result) }
        try result.check()
    }

    func finishBind() throws(SocketError) {
        var result = wasi_socket_result()
        wasi_tcp_socket_finish_bind(handle, &result)
        try result.check()
    }

    func startListen() throws(SocketError) {
        var result = wasi_socket_result()
        wasi_tcp_socket_start_listen(handle, &result)
        try result.check()
    }

    func finishListen() throws(SocketError) {
        var result = wasi_socket_result()
        wasi_tcp_socket_finish_listen(handle, &result)
        try result.check()
    }

    func startConnect(_ network: wasi_handle_t, _ address: wasi_socket_address) throws(SocketError) {
        var result = wasi_socket_result()
        withUnsafePointer(to: address) { wasi_tcp_socket_start_connect(handle, network, $0, &result) }
        try result.check()
    }

    func finishConnect() throws(SocketError) -> Streams {
        var result = wasi_connect_result()
        wasi_tcp_socket_finish_connect(handle, &result)
        guard result.is_error == 0 else { throw SocketError(code: result.error_code) }
        return (InputStream(handle: result.input), OutputStream(handle: result.output))
    }

    func accept() throws(SocketError) -> (socket: TCPSocket, streams: Streams) {
        var result = wasi_accept_result()
        wasi_tcp_socket_accept(handle, &result)
        guard result.is_error == 0 else { throw SocketError(code: result.error_code) }
        let streams = (InputStream(handle: result.input), OutputStream(handle: result.output))
        return (TCPSocket(handle: result.socket), streams)
    }

    func localEndpoint() throws(SocketError) -> TCPEndpoint {
        var result = wasi_address_result()
        wasi_tcp_socket_local_address(handle, &result)
        guard result.is_error == 0 else { throw SocketError(code: result.error_code) }
        return result.address.endpoint
    }

    func remoteEndpoint() throws(SocketError) -> TCPEndpoint {
        var result = wasi_address_result()
        wasi_tcp_socket_remote_address(handle, &result)
        guard result.is_error == 0 else { throw SocketError(code: result.error_code) }
        return result.address.endpoint
    }

    func setListenBacklog(_ connections: Int) throws(SocketError) {
        var result = wasi_socket_result()
        wasi_tcp_socket_set_listen_backlog_size(handle, UInt64(clamping: connections), &result)
        try result.check()
    }

    /// Sets what every connection has; an accepted one inherits it from its listener.
    func setOptions(_ configuration: TransportConfiguration) throws(SocketError) {
        if let keepAlive = configuration.keepAlive { try setKeepAlive(keepAlive) }
        limitSendBuffer()
    }

    /// What the kernel is asked to hold. Left to itself it takes megabytes, and asks for more when a third of
    /// them is gone: a peer that reads slowly would show no progress for seconds.
    private static let sendBufferBytes: UInt64 = 256 * 1024

    /// A wish: a host that cannot grant it serves as well, with less fine progress.
    private func limitSendBuffer() {
        var result = wasi_socket_result()
        wasi_tcp_socket_set_send_buffer_size(handle, Self.sendBufferBytes, &result)
    }

    private func setKeepAlive(_ keepAlive: KeepAlive) throws(SocketError) {
        var result = wasi_socket_result()
        wasi_tcp_socket_set_keep_alive_enabled(handle, 1, &result)
        try result.check()
        wasi_tcp_socket_set_keep_alive_idle_time(
            handle,
            UInt64(clamping: keepAlive.idle.nanoseconds),
            &result
        )
        try result.check()
        wasi_tcp_socket_set_keep_alive_interval(
            handle,
            UInt64(clamping: keepAlive.interval.nanoseconds),
            &result
        )
        try result.check()
        wasi_tcp_socket_set_keep_alive_count(handle, Int32(clamping: keepAlive.probes), &result)
        try result.check()
    }

    /// Sends FIN. Every byte written before must be in the kernel's hands.
    func shutdownSend() throws(SocketError) {
        var result = wasi_socket_result()
        wasi_tcp_socket_shutdown(handle, Int32(WASI_SHUTDOWN_SEND), &result)
        try result.check()
    }

    /// A pollable that is ready when the operation in progress can be finished, or a connection accepted.
    func subscribe() -> Pollable {
        Pollable(handle: wasi_tcp_socket_subscribe(handle))
    }

    /// Closes the socket; its pollables and streams must be gone.
    func drop() {
        wasi_tcp_socket_drop(handle)
    }
}

extension wasi_socket_result {
    fileprivate func check() throws(SocketError) {
        guard is_error == 0 else { throw SocketError(code: error_code) }
    }
}
