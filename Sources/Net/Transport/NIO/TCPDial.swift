import NIOCore
import NIOPosix
import Net

/// One dial in progress: what its address stands for is looked up, and the endpoints that are found are tried
/// one after another until one connects.
///
/// A `/dnsaddr` stands for other addresses, and a name, there or in the address itself, for several
/// endpoints.
final class TCPDial {
    /// A connected channel, and the address that led to it: the one that was dialled, or one that a
    /// `/dnsaddr` stood for.
    typealias Winner = (channel: any Channel, address: Multiaddr)

    private let configuration: TransportConfiguration
    private let eventLoop: any EventLoop
    /// Who is asked for TXT records; `nil` for the system's name servers.
    private let nameServer: SocketAddress?
    private var race: AddressRace
    /// Where each endpoint comes from.
    private var addresses: [TCPEndpoint: Multiaddr] = [:]
    private var lookupsInProgress = 0
    private var lookupFailure: TransportError?
    private var attempts: [any Channel] = []
    private var timer: Scheduled<Void>?
    /// Called once, with the winner or the reason why there is none.
    private var onEnd: ((Result<Winner, TransportError>) -> Void)?

    /// A dial that has not begun. Everything happens on `eventLoop`.
    init(
        configuration: TransportConfiguration,
        nameServer: SocketAddress?,
        on eventLoop: any EventLoop,
        onEnd: @escaping (Result<Winner, TransportError>) -> Void
    ) {
        self.configuration = configuration
        self.nameServer = nameServer
        self.eventLoop = eventLoop
        self.onEnd = onEnd
        race = AddressRace(
            attemptDelay: configuration.attemptDelay,
            deadline: EventLoopClock.now + configuration.dialTimeout
        )
    }

    /// Begins to dial `address`.
    func start(_ address: Multiaddr) {
        if let search = DNSAddrSearch(address) {
            advanceSearch(search)
        } else {
            resolve([address])
        }
        advance()
    }

    /// Abandons the look-ups and every attempt; nothing is told.
    func cancel() {
        onEnd = nil
        timer?.cancel()
        let channels = attempts
        attempts = []
        for channel in channels { channel.close(mode: .all, promise: nil) }
    }

    // MARK: - Looking up

    private func advanceSearch(_ search: consuming DNSAddrSearch) {
        guard onEnd != nil else { return }
        switch search.pollAction() {
        case .lookUp(let name):
            let dial = NIOLoopBound(self, eventLoop: eventLoop)
            let asking = search
            TXTResolver.lookUp(name, server: nameServer, on: eventLoop).whenComplete { result in
                var search = asking
                switch result {
                case .success(let records): search.receive(records)
                case .failure(let error): search.receiveFailure(TransportError(error))
                }
                dial.value.advanceSearch(search)
            }
        case .finish(let found):
            // In any order: the addresses share the load, and one that answers wrongly is not always the
            // first.
            resolve(found.shuffled())
            advance()
        case .fail(let error):
            end(.failure(error))
        }
    }

    private func resolve(_ found: [Multiaddr]) {
        for address in found {
            guard let endpoint = address.tcpEndpoint else { continue }
            guard case .name(let name, let family) = endpoint.host else {
                receive(endpoint, of: address)
                continue
            }
            lookupsInProgress += 1
            let dial = NIOLoopBound(self, eventLoop: eventLoop)
            NameResolver.endpoints(of: name, family, port: endpoint.port, on: eventLoop).whenComplete {
                dial.value.finishLookup($0, of: address)
            }
        }
        if lookupsInProgress == 0 { race.receiveLookupEnd(nil) }
    }

    private func finishLookup(_ result: Result<[TCPEndpoint], any Error>, of address: Multiaddr) {
        lookupsInProgress -= 1
        switch result {
        case .success(let endpoints): for endpoint in endpoints { receive(endpoint, of: address) }
        case .failure(let error): lookupFailure = TransportError(error)
        }
        if lookupsInProgress == 0 { race.receiveLookupEnd(lookupFailure) }
        advance()
    }

    private func receive(_ endpoint: TCPEndpoint, of address: Multiaddr) {
        if addresses[endpoint] == nil { addresses[endpoint] = address }
        race.receiveAddress(endpoint)
    }

    // MARK: - Connecting

    private func advance() {
        while onEnd != nil {
            switch race.pollAction(now: EventLoopClock.now) {
            case .start(let endpoint): startAttempt(endpoint)
            case .wait: return setTimer()
            case .fail(let error): return end(.failure(error))
            }
        }
    }

    private func startAttempt(_ endpoint: TCPEndpoint) {
        // The system would take "any address" for this machine's; the component's host refuses it, and so do
        // we.
        guard endpoint.port != 0, !endpoint.isUnspecified, let socketAddress = SocketAddress(endpoint) else {
            race.receiveFailure(.invalidAddress)
            return
        }
        let dial = NIOLoopBound(self, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(configuration.dialTimeout))
            .channelOptions(of: configuration)
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                dial.value.attempts.append(channel)
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .connect(to: socketAddress)
            .whenComplete { dial.value.finishAttempt($0, to: endpoint) }
    }

    private func finishAttempt(_ result: Result<any Channel, any Error>, to endpoint: TCPEndpoint) {
        switch result {
        case .success(let channel):
            guard onEnd != nil, let address = addresses[endpoint] else {
                channel.close(mode: .all, promise: nil)
                return
            }
            attempts.removeAll { $0 === channel }
            end(.success((channel, address)))
        case .failure(let error):
            race.receiveFailure(TransportError(error))
            advance()
        }
    }

    private func end(_ result: Result<Winner, TransportError>) {
        let onEnd = onEnd
        cancel()
        onEnd?(result)
    }

    private func setTimer() {
        timer?.cancel()
        let dial = NIOLoopBound(self, eventLoop: eventLoop)
        timer = eventLoop.scheduleTask(deadline: NIODeadline(race.nextDeadline)) { dial.value.advance() }
    }
}
