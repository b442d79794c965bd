import NIOCore
import NIOPosix
import Net

/// One dial in progress: the look-up of its name, if it has one, and an attempt for each address that has been tried so far.
final class Dial: PendingDial {
    private let configuration: TransportConfiguration
    private let eventLoop: any EventLoop
    private let endpoint: TCPEndpoint
    private var race: AddressRace
    private var attempts: [any Channel] = []
    private var timer: Scheduled<Void>?
    /// Called once, with the channel or the reason why there is none.
    private var onEnd: ((Result<any Channel, TransportError>) -> Void)?

    /// A dial that has not begun. Everything happens on `eventLoop`.
    init(
        _ endpoint: TCPEndpoint,
        configuration: TransportConfiguration,
        on eventLoop: any EventLoop,
        now: Instant,
        onEnd: @escaping (Result<any Channel, TransportError>) -> Void
    ) {
        self.endpoint = endpoint
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.onEnd = onEnd
        race = AddressRace(
            attemptDelay: configuration.attemptDelay,
            deadline: now + configuration.dialTimeout
        )
    }

    func start() {
        switch endpoint.host {
        case .ip4, .ip6:
            race.receiveAddress(endpoint)
            race.receiveLookupEnd(nil)
        case .name(let name, let family):
            let dial = NIOLoopBound(self, eventLoop: eventLoop)
            NameResolver.endpoints(of: name, family, port: endpoint.port, on: eventLoop)
                .whenComplete { dial.value.finishLookup($0) }
        }
        advance()
    }

    /// Abandons the look-up and every attempt; nothing is told.
    func cancel() {
        onEnd = nil
        timer?.cancel()
        let channels = attempts
        attempts = []
        for channel in channels { channel.close(mode: .all, promise: nil) }
    }

    // MARK: - Steps

    private func advance() {
        while onEnd != nil {
            switch race.pollAction(now: EventLoopClock.now) {
            case .start(let endpoint): startAttempt(endpoint)
            case .wait: return setTimer()
            case .fail(let error): return end(.failure(error))
            }
        }
    }

    private func finishLookup(_ result: Result<[TCPEndpoint], any Error>) {
        switch result {
        case .success(let endpoints):
            for endpoint in endpoints { race.receiveAddress(endpoint) }
            race.receiveLookupEnd(nil)
        case .failure(let error):
            race.receiveLookupEnd(TransportError(error))
        }
        advance()
    }

    private func startAttempt(_ endpoint: TCPEndpoint) {
        guard let address = SocketAddress(endpoint) else {
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
            .connect(to: address)
            .whenComplete { dial.value.finishAttempt($0) }
    }

    private func finishAttempt(_ result: Result<any Channel, any Error>) {
        switch result {
        case .success(let channel):
            guard onEnd != nil else {
                channel.close(mode: .all, promise: nil)
                return
            }
            attempts.removeAll { $0 === channel }
            end(.success(channel))
        case .failure(let error):
            race.receiveFailure(TransportError(error))
            advance()
        }
    }

    private func end(_ result: Result<any Channel, TransportError>) {
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
