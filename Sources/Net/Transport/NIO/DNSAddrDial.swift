import NIOCore
import Net

/// A dial of a `/dnsaddr`: looks up what it stands for, then tries the addresses in a staggered row, until one connects.
final class DNSAddrDial: PendingDial {
    /// A connected channel, and the address of the record that led to it.
    typealias Winner = (channel: any Channel, address: Multiaddr)

    private let configuration: TransportConfiguration
    private let eventLoop: any EventLoop
    /// Who is asked; `nil` for the system's name servers.
    private let server: SocketAddress?
    private var search: DNSAddrSearch
    private var race: AddressRace
    private var addresses: [Multiaddr] = []
    private var attempts: [Dial] = []
    private var timer: Scheduled<Void>?
    /// Called once, with the winner or the reason why there is none.
    private var onEnd: ((Result<Winner, TransportError>) -> Void)?

    /// A dial that has not begun. Everything happens on `eventLoop`.
    init(
        _ search: DNSAddrSearch,
        server: SocketAddress?,
        configuration: TransportConfiguration,
        on eventLoop: any EventLoop,
        now: Instant,
        onEnd: @escaping (Result<Winner, TransportError>) -> Void
    ) {
        self.search = search
        self.server = server
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.onEnd = onEnd
        race = AddressRace(
            attemptDelay: configuration.attemptDelay,
            deadline: now + configuration.dialTimeout
        )
    }

    func start() {
        // The deadline is for the look-ups too.
        setTimer()
        advanceSearch()
    }

    /// Abandons the look-ups and every attempt; nothing is told.
    func cancel() {
        onEnd = nil
        timer?.cancel()
        for attempt in attempts { attempt.cancel() }
        attempts = []
    }

    // MARK: - Steps

    private func advanceSearch() {
        guard onEnd != nil else { return }
        switch search.pollAction() {
        case .lookUp(let name):
            let dial = NIOLoopBound(self, eventLoop: eventLoop)
            TXTResolver.lookUp(name, server: server, on: eventLoop).whenComplete { result in
                switch result {
                case .success(let records): dial.value.search.receive(records)
                case .failure(let error): dial.value.search.receiveFailure(TransportError(error))
                }
                dial.value.advanceSearch()
            }
        case .finish(let found):
            // In any order: the addresses share the load, and one that answers wrongly is not always the first.
            addresses = found.shuffled()
            for endpoint in addresses.compactMap(\.tcpEndpoint) { race.receiveAddress(endpoint) }
            race.receiveLookupEnd(nil)
            advanceRace()
        case .fail(let error): end(.failure(error))
        }
    }

    private func advanceRace() {
        while onEnd != nil {
            switch race.pollAction(now: EventLoopClock.now) {
            case .start(let endpoint): startAttempt(endpoint)
            case .wait: return setTimer()
            case .fail(let error): return end(.failure(error))
            }
        }
    }

    private func startAttempt(_ endpoint: TCPEndpoint) {
        guard endpoint.port != 0, !endpoint.isUnspecified else {
            race.receiveFailure(.invalidAddress)
            return
        }
        let attempt = Dial(endpoint, configuration: configuration, on: eventLoop, now: EventLoopClock.now) {
            self.finishAttempt($0, of: endpoint)
        }
        attempts.append(attempt)
        attempt.start()
    }

    private func finishAttempt(_ result: Result<any Channel, TransportError>, of endpoint: TCPEndpoint) {
        switch result {
        case .success(let channel):
            guard onEnd != nil, let address = addresses.first(where: { $0.tcpEndpoint == endpoint }) else {
                channel.close(mode: .all, promise: nil)
                return
            }
            end(.success((channel, address)))
        case .failure(let error):
            race.receiveFailure(error)
            advanceRace()
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
        timer = eventLoop.scheduleTask(deadline: NIODeadline(race.nextDeadline)) { dial.value.advanceRace() }
    }
}
