import CWASI
import Net

/// One listening socket.
final class SocketListener {
    private enum State {
        /// `start-bind` was called.
        case binding
        /// `start-listen` was called.
        case startingToListen
        /// Connections can be accepted.
        case listening
    }

    let id: ListenerID
    let pollable: Pollable

    /// Where it listens, once it does.
    private(set) var endpoint: TCPEndpoint?

    /// Until when nothing is accepted, because the host had no socket left.
    var pausedUntil: Instant?

    private let socket: TCPSocket
    private var state = State.binding

    /// Begins to bind a socket. The options are inherited by the connections that are accepted.
    init(
        id: ListenerID,
        address: wasi_socket_address,
        network: wasi_handle_t,
        configuration: TransportConfiguration
    ) throws(SocketError) {
        let socket = try TCPSocket.create(for: address)
        do throws(SocketError) {
            try socket.setOptions(configuration)
            try socket.setListenBacklog(configuration.listenBacklog)
            try socket.startBind(network, address)
        } catch {
            socket.drop()
            throw error
        }
        self.id = id
        self.socket = socket
        pollable = socket.subscribe()
    }

    /// Whether connections can be accepted.
    var isListening: Bool { state == .listening }

    /// Takes the next step towards listening; a step that would block is taken again when `pollable` is
    /// ready.
    func advance() throws(SocketError) {
        do throws(SocketError) {
            if state == .binding {
                try socket.finishBind()
                try socket.startListen()
                state = .startingToListen
            }
            if state == .startingToListen {
                try socket.finishListen()
                endpoint = try socket.localEndpoint()
                state = .listening
            }
        } catch {
            guard error == .wouldBlock else { throw error }
        }
    }

    func accept() throws(SocketError) -> (socket: TCPSocket, streams: TCPSocket.Streams) {
        try socket.accept()
    }

    func drop() {
        pollable.drop()
        socket.drop()
    }
}
