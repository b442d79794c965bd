import CWASI
import Net

extension WASITransport {
    // MARK: Time

    /// The earliest of the client's deadline, the program's and the transport's own.
    func earliestDeadline(_ client: Instant?, _ program: Instant?) -> Instant {
        var earliest = min(client ?? .distantFuture, program ?? .distantFuture)
        for dial in dials { earliest = min(earliest, dial.nextDeadline) }
        for listener in listeners { earliest = min(earliest, listener.pausedUntil ?? .distantFuture) }
        for connection in connections.values {
            earliest = min(earliest, connection.halfClose.nextDeadline ?? .distantFuture)
        }
        return earliest
    }

    /// Does what has become due by itself.
    func onTime(_ now: Instant) {
        for dial in dials where dial.nextDeadline <= now { advance(dial, now: now) }
        for listener in listeners {
            if let end = listener.pausedUntil, end <= now { listener.pausedUntil = nil }
        }
        for connection in connections.values {
            carryOut(connection.halfClose.handleTimeout(now: now), on: connection)
        }
    }

    // MARK: Dials

    /// Takes a dial as far as it goes.
    func advance(_ dial: SocketDial, now: Instant) {
        guard let index = dials.firstIndex(where: { $0 === dial }) else { return }
        switch dial.advance(now: now) {
        case .pending:
            break
        case .failed(let error):
            dials.remove(at: index)
            answers.append(.connectFailed(dial.id, error))
        case .connected(let remote, let socket, let streams):
            dials.remove(at: index)
            let local = try? socket.localEndpoint()
            add(dial.id, socket, streams)
            answers.append(.connected(dial.id, local: local.map { Multiaddr($0) }, remote: Multiaddr(remote)))
        }
    }

    // MARK: Listeners

    /// The most connections accepted from one listener before the others have their turn.
    private static let acceptsPerTurn = 64

    /// Takes a listener one step further, and tells when it listens or cannot.
    func advance(_ listener: SocketListener) {
        do throws(SocketError) {
            try listener.advance()
            if let endpoint = listener.endpoint {
                answers.append(.listening(listener.id, [Multiaddr(endpoint.reachable)]))
            }
        } catch {
            drop(listener)
            answers.append(.listenFailed(listener.id, error.transportError))
        }
    }

    func onReady<Client: TransportClient & ~Copyable>(
        _ listener: SocketListener,
        client: inout Client,
        now: Instant
    ) {
        guard listener.isListening else {
            advance(listener)
            return
        }
        do throws(SocketError) {
            for _ in 0..<Self.acceptsPerTurn {
                let (socket, streams) = try listener.accept()
                admit(socket, streams, from: listener, client: &client, now: now)
            }
        } catch {
            switch error {
            case .wouldBlock, .connectionAborted, .connectionReset:
                break  // Nobody is there, or somebody who is gone already.
            case .invalidState, .invalidArgument, .notSupported:
                // It listens no longer, though nobody here asked for that.
                drop(listener)
                answers.append(.listenerClosed(listener.id, .aborted))
            default:
                // No descriptor or memory is left, for which Wasmtime has no better word than `unknown`. It
                // passes.
                listener.pausedUntil = now + configuration.acceptPause
            }
        }
    }

    /// Tells the client, which may turn the connection away.
    private func admit<Client: TransportClient & ~Copyable>(
        _ socket: TCPSocket,
        _ streams: TCPSocket.Streams,
        from listener: SocketListener,
        client: inout Client,
        now: Instant
    ) {
        do throws(SocketError) {
            let local = Multiaddr(try socket.localEndpoint())
            let remote = Multiaddr(try socket.remoteEndpoint())
            acceptedCount += 1
            let id = ConnectionID(accepted: acceptedCount)
            add(id, socket, streams)
            client.receive(.accepted(id, on: listener.id, local: local, remote: remote), now: now)
        } catch {
            // The peer is gone already.
            streams.input.drop()
            streams.output.drop()
            socket.drop()
        }
    }

    private func drop(_ listener: SocketListener) {
        listeners.removeAll { $0 === listener }
        listener.drop()
    }
}

extension TCPEndpoint {
    /// An address of this machine's that a socket bound to all of them can be reached at: a component is not
    /// told of the others, so it is the loopback address.
    fileprivate var reachable: TCPEndpoint {
        switch host {
        case .ip4(let bytes) where bytes.allSatisfy { $0 == 0 }:
            TCPEndpoint(host: .ip4([127, 0, 0, 1]), port: port)
        case .ip6(let bytes) where bytes.allSatisfy { $0 == 0 }:
            TCPEndpoint(host: .ip6([UInt8](repeating: 0, count: 15) + [1]), port: port)
        case .ip4, .ip6, .name:
            self
        }
    }
}
