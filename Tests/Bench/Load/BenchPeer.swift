import NIOCore
import NIOPosix
import Net
import NetNIO

/// A peer on a thread of its own: a swarm and its driver. It answers `/perf/1.0.0` and echoes; as a client it
/// does one task at a time.
final class BenchPeer: Sendable {
    /// What happens on the event loop.
    private final class State {
        var driver: TCPDriver<Swarm>?
        var addresses: [Multiaddr] = []
        var listening: EventLoopPromise<Multiaddr>?
        var connecting: EventLoopPromise<Void>?
        var peer: PeerID?
        var running: Running?
        var echo: [UInt8] = []
        var peakReceived = 0
    }

    private struct Running {
        var task: any StreamTask
        let stream: StreamID
        let done: EventLoopPromise<any StreamTask>
    }

    private let group: MultiThreadedEventLoopGroup?
    private let loop: any EventLoop
    private let state: NIOLoopBoundBox<State>

    /// - Parameters:
    ///   - number: Makes the key; different peers need different numbers.
    ///   - loop: Where to run; nil for a thread of its own.
    init(number: UInt32, loop given: (any EventLoop)? = nil) throws {
        group = given == nil ? MultiThreadedEventLoopGroup(numberOfThreads: 1) : nil
        guard let loop = given ?? group?.next() else { throw BenchmarkError("no event loop") }
        self.loop = loop
        state = try loop.submit { NIOLoopBoundBox(State(), eventLoop: loop) }.wait()
        try loop.submit { [state] in
            state.value.driver = TCPDriver(client: Self.swarm(number), on: loop) { swarm in
                while let event = swarm.pollEvent() { Self.receive(event, &swarm, state.value) }
            }
        }.wait()
    }

    private static func swarm(_ number: UInt32) -> Swarm {
        var configuration = SwarmConfiguration(agentVersion: "bench/1.0")
        configuration.servesPerf = true
        configuration.inboundProtocols = [PingPongTask.name]
        configuration.limits.pendingInbound = 1_024
        configuration.pingInterval = nil
        let seed = withUnsafeBytes(of: number) { Array($0) } + [UInt8](repeating: 7, count: 28)
        return Swarm(
            identity: KeyPair(seed: seed),
            configuration: configuration,
            seed: seed,
            now: TCPDriver<Swarm>.now
        )
    }

    // MARK: - From other threads

    /// Listens on a free port of the loopback interface.
    func listen() throws -> Multiaddr {
        try loop.flatSubmit { [state, loop] in
            let promise = loop.makePromise(of: Multiaddr.self)
            state.value.listening = promise
            state.value.driver?.perform { swarm, _ in
                if let any = try? Multiaddr(text: "/ip4/127.0.0.1/tcp/0") { swarm.listen(on: any) }
            }
            return promise.futureResult
        }.wait()
    }

    /// Connects to a peer, whose id the address names.
    func connect(to address: Multiaddr) throws {
        try begin(connectingTo: address).wait()
    }

    /// As `connect`, without waiting.
    func begin(connectingTo address: Multiaddr) -> EventLoopFuture<Void> {
        loop.flatSubmit { [state, loop] in
            let promise = loop.makePromise(of: Void.self)
            state.value.connecting = promise
            state.value.driver?.perform { swarm, now in swarm.dial(address, keep: false, now: now) }
            return promise.futureResult
        }
    }

    /// Runs a task on a new stream; returns it as it is at its end.
    @discardableResult
    func run<Task: StreamTask & Sendable>(_ task: Task) throws -> Task {
        let ended = try loop.flatSubmit { [state, loop] in
            let promise = loop.makePromise(of: (any StreamTask).self)
            guard let peer = state.value.peer, let driver = state.value.driver else {
                promise.fail(BenchmarkError("not connected"))
                return promise.futureResult
            }
            driver.perform { swarm, now in
                do {
                    let stream = try swarm.openStream(to: peer, protocols: [task.protocolName], now: now)
                    state.value.running = Running(task: task, stream: stream, done: promise)
                    Self.advance(&swarm, state.value, now: now)
                } catch {
                    promise.fail(BenchmarkError("no stream"))
                }
            }
            return promise.futureResult
        }.wait()
        guard let ended = ended as? Task else { throw BenchmarkError("another task has ended") }
        return ended
    }

    /// Ends the connections and the thread.
    func end() {
        try? loop.submit { [state] in
            state.value.driver?.perform { swarm, now in swarm.shutdown(now: now) }
        }.wait()
        try? group?.syncShutdownGracefully()
    }

    // MARK: - On the event loop

    private static func receive(_ event: SwarmEvent, _ swarm: inout Swarm, _ state: State) {
        let now = TCPDriver<Swarm>.now
        switch event {
        case .listening(_, let address):
            state.listening?.succeed(address.withPeerID(swarm.localPeer))
            state.listening = nil
        case .connected(let peer, _, _, _):
            state.peer = peer
            state.connecting?.succeed(())
            state.connecting = nil
        case .dialFailed(_, let error):
            state.connecting?.fail(BenchmarkError(error.description))
            state.connecting = nil
        case .stream(let stream, .readable), .stream(let stream, .writable):
            if stream == state.running?.stream {
                advance(&swarm, state, now: now)
            } else {
                echo(&swarm, stream, state, now)
            }
        case .stream(let stream, .opened(_, _, .outbound)):
            if stream == state.running?.stream { advance(&swarm, state, now: now) }
        case .stream(let stream, .ended):
            guard stream == state.running?.stream else { return swarm.closeWrite(stream, now: now) }
            finish(state, isWhole: state.running?.task.receiveEnd() == true)
        case .stream(let stream, .reset), .stream(let stream, .closed), .stream(let stream, .refused):
            if stream == state.running?.stream { finish(state, isWhole: false) }
        default: return
        }
    }

    private static func advance(_ swarm: inout Swarm, _ state: State, now: Instant) {
        guard var running = state.running else { return }
        state.running = nil
        do {
            let isDone = try running.task.advance(&swarm, running.stream, now: now)
            state.running = running
            if isDone {
                swarm.reset(running.stream, now: now)
                finish(state, isWhole: true)
            }
        } catch {
            // Events tell of the past: this one came before the end of the stream, and the event of the end
            // follows.
            if error == .unknown {
                state.running = running
            } else {
                running.done.fail(BenchmarkError("the stream broke"))
            }
        }
    }

    private static func finish(_ state: State, isWhole: Bool) {
        guard let running = state.running else { return }
        state.running = nil
        if isWhole {
            running.done.succeed(running.task)
        } else {
            running.done.fail(BenchmarkError("the stream ended early"))
        }
    }

    /// Sends back what has come on an echo stream; its messages are far smaller than any buffer.
    private static func echo(_ swarm: inout Swarm, _ stream: StreamID, _ state: State, _ now: Instant) {
        do {
            state.echo.removeAll(keepingCapacity: true)
            while try swarm.read(stream, maximum: .max, into: &state.echo, now: now) > 0 {}
            _ = try swarm.write(state.echo[...], to: stream, now: now)
        } catch {
            swarm.reset(stream, now: now)
        }
    }
}
