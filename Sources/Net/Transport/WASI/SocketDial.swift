import CWASI
import Net

/// One dial in progress: the look-up of its name, if it has one, and an attempt for each address that has
/// been tried so far.
final class SocketDial {
    /// A socket on its way to one address. A socket whose connect failed cannot be used again, so each has
    /// its own.
    struct Attempt {
        let endpoint: TCPEndpoint
        let socket: TCPSocket
        let pollable: Pollable

        func drop() {
            pollable.drop()
            socket.drop()
        }
    }

    /// What came of the steps taken.
    enum Outcome {
        /// More is to come.
        case pending
        /// Connected. The dial has released everything else.
        case connected(TCPEndpoint, TCPSocket, TCPSocket.Streams)
        /// Failed for good.
        case failed(TransportError)
    }

    let id: ConnectionID
    private(set) var lookup: NameLookup?
    private(set) var attempts: [Attempt] = []
    private let endpoint: TCPEndpoint
    private let network: wasi_handle_t
    private let configuration: TransportConfiguration
    private var race: AddressRace

    init(
        id: ConnectionID,
        endpoint: TCPEndpoint,
        network: wasi_handle_t,
        configuration: TransportConfiguration,
        now: Instant
    ) {
        self.id = id
        self.endpoint = endpoint
        self.network = network
        self.configuration = configuration
        race = AddressRace(
            attemptDelay: configuration.attemptDelay,
            deadline: now + configuration.dialTimeout
        )
        switch endpoint.host {
        case .ip4, .ip6:
            race.receiveAddress(endpoint)
            race.receiveLookupEnd(nil)
        case .name(let name, _):
            startLookup(name)
        }
    }

    /// When `advance` is wanted next, if nothing becomes ready before.
    var nextDeadline: Instant { race.nextDeadline }

    /// Takes every step that is possible now.
    func advance(now: Instant) -> Outcome {
        collectAddresses()
        if let connected = finishAttempts() {
            drop()
            return connected
        }
        while true {
            switch race.pollAction(now: now) {
            case .start(let endpoint):
                start(endpoint)
            case .wait:
                return .pending
            case .fail(let error):
                drop()
                return .failed(error)
            }
        }
    }

    /// Abandons the look-up and every attempt.
    func drop() {
        lookup?.drop()
        lookup = nil
        for attempt in attempts { attempt.drop() }
        attempts = []
    }

    // MARK: Look-up

    private func startLookup(_ name: String) {
        do throws(SocketError) {
            lookup = try NameLookup.start(name, network: network)
        } catch {
            // Hosts answer so when look-ups are not granted; a name that is no name is an invalid argument.
            let isForbidden = error == .permanentResolverFailure || error == .accessDenied
            race.receiveLookupEnd(isForbidden ? .nameLookupDenied : error.transportError)
        }
    }

    private func collectAddresses() {
        guard let lookup else { return }
        do throws(SocketError) {
            while let host = try lookup.next() {
                if isWanted(host) { race.receiveAddress(TCPEndpoint(host: host, port: endpoint.port)) }
            }
            endLookup(nil)
        } catch {
            if error != .wouldBlock { endLookup(error.transportError) }
        }
    }

    private func endLookup(_ error: TransportError?) {
        lookup?.drop()
        lookup = nil
        race.receiveLookupEnd(error)
    }

    private func isWanted(_ host: TCPEndpoint.Host) -> Bool {
        guard case .name(_, let family) = endpoint.host else { return false }
        switch host {
        case .ip4: return family != .ip6
        case .ip6: return family != .ip4
        case .name: return false
        }
    }

    // MARK: Attempts

    private func start(_ endpoint: TCPEndpoint) {
        guard let address = wasi_socket_address(endpoint) else {
            race.receiveFailure(.invalidAddress)
            return
        }
        do throws(SocketError) {
            let socket = try TCPSocket.create(for: address)
            do throws(SocketError) {
                try socket.setOptions(configuration)
                try socket.startConnect(network, address)
            } catch {
                socket.drop()
                throw error
            }
            attempts.append(Attempt(endpoint: endpoint, socket: socket, pollable: socket.subscribe()))
        } catch {
            race.receiveFailure(error.transportError)
        }
    }

    /// Finishes what can be finished. On success the winner is no longer among the attempts.
    private func finishAttempts() -> Outcome? {
        var index = 0
        while index < attempts.count {
            let attempt = attempts[index]
            do throws(SocketError) {
                let streams = try attempt.socket.finishConnect()
                attempts.remove(at: index)
                attempt.pollable.drop()
                return .connected(attempt.endpoint, attempt.socket, streams)
            } catch {
                if error == .wouldBlock {
                    index += 1
                } else {
                    attempts.remove(at: index).drop()
                    race.receiveFailure(error.transportError)
                }
            }
        }
        return nil
    }
}
