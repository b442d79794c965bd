import ChatCore
import MessageStore
import NativeSystem
import Net
import NetNIO
import NIOCore
import NIOPosix

/// A node on a thread of its own: NIO's event loop. The threads of the terminal, of the input and of the
/// signals call in.
final class NativeEngine: Sendable {
    private let eventLoop: any EventLoop
    private let state: NIOLoopBoundBox<State>
    private let ending: EventLoopPromise<NodeOutcome>
    /// Where what is said is kept; nil where nothing is.
    private let store: MessageStore?

    private struct State {
        var driver: TCPDriver<Node>?
        /// Answered when the node wants to read on.
        var inputWaiter: EventLoopPromise<Void>?
    }

    /// Makes the engine; nothing runs before `start`.
    ///
    /// - Parameter store: Where what is said is kept; the configuration has to say that there is one.
    init(store: MessageStore? = nil) {
        self.store = store
        eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        state = NIOLoopBoundBox.makeBoxSendingValue(State(), eventLoop: eventLoop)
        ending = eventLoop.makePromise()
    }

    /// Starts the node.
    ///
    /// - Parameter onEvents: Called on the engine's thread with what has happened; it must not block for
    ///   long.
    func start(_ configuration: NodeConfiguration, onEvents: @escaping @Sendable ([ChatEvent]) -> Void) {
        let (eventLoop, state, ending, store) = (eventLoop, state, ending, store)
        eventLoop.execute {
            let node = Node(configuration: configuration, now: TCPDriver<Node>.now)
            let driver = TCPDriver(client: node, on: eventLoop, nameServer: Self.nameServer) { node in
                var events: [ChatEvent] = []
                while let event = node.pollEvent() { events.append(event) }
                if !events.isEmpty { onEvents(events) }
                while let request = node.pollStorage() {
                    store?.perform(request) { room, kept in
                        eventLoop.execute {
                            state.value.driver?.perform { node, now in
                                node.receiveStored(kept.records, of: room, floor: kept.floor, now: now)
                            }
                        }
                    }
                }
                if node.wantsInput || node.outcome != nil { state.value.inputWaiter.take()?.succeed() }
                if case .closed? = events.last { ending.succeed(node.outcome ?? .finished) }
            }
            state.value.driver = driver
            driver.perform { node, now in node.start(now: now) }
        }
    }

    /// Who is asked for the TXT records of a dnsaddr: `HEARSAY_DNS`, an IPv4 address and a port, or else the
    /// system's servers.
    private static var nameServer: SocketAddress? {
        guard let parts = Environment.value("HEARSAY_DNS")?.split(separator: ":"), parts.count == 2,
            let port = UInt16(parts[1])
        else { return nil }
        return try? SocketAddress(ipAddress: String(parts[0]), port: Int(port))
    }

    /// Carries out a command.
    func send(_ command: ChatCommand) {
        perform { node, now in node.receive(command, now: now, wallClockMilliseconds: WallClock.milliseconds)
        }
    }

    /// Feeds input and waits until the node wants more: so what is piped in never outruns the peers.
    func feed(_ bytes: [UInt8]) {
        perform { node, now in
            node.receiveInput(bytes[...], now: now, wallClockMilliseconds: WallClock.milliseconds)
        }
        let (eventLoop, state) = (eventLoop, state)
        let wait = eventLoop.submit {
            guard let driver = state.value.driver, !driver.perform({ node, _ in node.wantsInput }) else {
                return eventLoop.makeSucceededVoidFuture()
            }
            let waiter = eventLoop.makePromise(of: Void.self)
            state.value.inputWaiter = waiter
            return waiter.futureResult
        }
        // Fails only where the loop is gone, and then there is nothing to wait for.
        _ = try? wait.flatMap { $0 }.wait()
    }

    /// The input has ended.
    func endInput(stays: Bool) {
        perform { node, now in node.receiveEndOfInput(stays: stays, now: now) }
    }

    /// Waits until the node has closed.
    func wait() -> NodeOutcome {
        defer { store?.finish() }
        do {
            return try ending.futureResult.wait()
        } catch {
            return .failed(reason: "the event loop is gone")
        }
    }

    private func perform(_ change: @escaping @Sendable (inout Node, Instant) -> Void) {
        let state = state
        eventLoop.execute { state.value.driver?.perform(change) }
    }
}
