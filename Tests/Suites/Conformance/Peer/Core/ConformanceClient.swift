package import Net

/// A transport client without a protocol: it does what a test tells it, line by line, and tells what the
/// transport does.
///
/// The conformance suite (Tests/Suites/Conformance) drives it over stdin and stdout, once on NetNIO and once
/// on NetWASI.
///
/// Commands: `listen L ADDRESS`, `unlisten L`, `limit N`, `dial C ADDRESS`, `send C HEX`, `pattern C COUNT`,
/// `burst C COUNT`, `echo C`, `fin C`, `close C`, `abort C`, `pause C`, `resume C`, `await C COUNT`, `count
/// C`, `timer MILLISECONDS`, `quit`; the programs add `errors` and `random`. L and C are numbers; accepted
/// connections get theirs from 1,000,000 up.
package struct ConformanceClient: TransportClient {
    /// The most bytes of a pattern that are with the transport at a time.
    static let maximumOutstandingBytes = 256 * 1024

    /// Whether `quit` was said.
    package private(set) var isDone = false

    /// When `handleTimeout` is wanted: the time of the `timer` command.
    package private(set) var nextDeadline: Instant?

    private var flows: [ConnectionID: Flow] = [:]
    private var effects: [TransportEffect] = []
    private var lines: [String] = []
    private var acceptLimit = Int.max
    /// Connections over the limit, until the transport tells their end.
    private var turnedAway: Set<ConnectionID> = []

    /// A client that does nothing until told.
    package init() {}

    // MARK: Outputs

    /// The next line to print.
    package mutating func pollLine() -> String? {
        lines.isEmpty ? nil : lines.removeFirst()
    }

    package mutating func pollEffect() -> TransportEffect? {
        effects.isEmpty ? nil : effects.removeFirst()
    }

    package mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8]
    {
        flows[connection]?.take() ?? []
    }

    // MARK: Inputs

    package mutating func receive(_ input: TransportInput, now: Instant) {
        switch input {
        case .listening(let id, let addresses):
            var line = "listening \(id.rawValue)"
            for address in addresses { line += " " + address.description }
            lines.append(line)
        case .addressExpired(let id, let address):
            lines.append("expired \(id.rawValue) \(address.description)")
        case .listenFailed(let id, let error):
            lines.append("listen-failed \(id.rawValue) \(error.name)")
        case .listenerClosed(let id, let error):
            lines.append("listener-closed \(id.rawValue) \(error?.name ?? "-")")
        case .accepted(let id, on: let listener, let local, let remote):
            accept(id, on: listener, local: local, remote: remote)
        case .connected(let id, let local, let remote):
            lines.append("connected \(id.word) \(local?.description ?? "-") \(remote.description)")
        case .connectFailed(let id, let error):
            flows[id] = nil
            lines.append("connect-failed \(id.word) \(error.name)")
        case .ended(let id):
            lines.append("ended \(id.word)")
            if flows[id]?.isEcho == true { effects.append(.closeWrite(id)) }
        case .closed(let id, let error):
            guard turnedAway.remove(id) == nil else { return }
            flows[id] = nil
            lines.append("closed \(id.word) \(error?.name ?? "-")")
        case .sent(let id, let count):
            flows[id]?.noteSent(count)
            if flows[id]?.wantsFlush == true { effects.append(.flush(id)) }
        }
    }

    package mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant) {
        guard flows[connection]?.receive(bytes) == true else { return }
        if flows[connection]?.isEcho == true { effects.append(.flush(connection)) }
        if let line = flows[connection]?.reachedLine() {
            lines.append("reached \(connection.word) " + line)
        }
    }

    private mutating func accept(
        _ id: ConnectionID,
        on listener: ListenerID,
        local: Multiaddr,
        remote: Multiaddr
    ) {
        guard flows.count < acceptLimit else {
            turnedAway.insert(id)
            effects.append(.abort(id))
            lines.append("turned-away \(listener.rawValue)")
            return
        }
        flows[id] = Flow()
        lines.append("accepted \(listener.rawValue) \(id.word) \(local.description) \(remote.description)")
    }

    package mutating func handleTimeout(now: Instant) {
        guard let deadline = nextDeadline, deadline <= now else { return }
        nextDeadline = nil
        lines.append("timer")
    }

    // MARK: Commands

    /// Carries a command out. One that is not understood is answered with `wrong` and itself.
    package mutating func command(_ line: String, now: Instant) {
        let words = line.split(separator: " ").map { String($0) }
        guard let verb = words.first, perform(verb, Array(words.dropFirst()), now: now) else {
            lines.append("wrong " + line)
            return
        }
    }

    private mutating func perform(_ verb: String, _ arguments: [String], now: Instant) -> Bool {
        if verb == "quit" {
            isDone = true
            return true
        }
        guard let first = arguments.first, let number = UInt64(first) else { return false }
        switch verb {
        case "limit": acceptLimit = Int(number)
        case "timer": nextDeadline = now + .milliseconds(Int64(number))
        case "unlisten": effects.append(.closeListener(ListenerID(rawValue: number)))
        case "listen": return listen(ListenerID(rawValue: number), arguments)
        default: return perform(verb, on: ConnectionID(word: number), arguments)
        }
        return true
    }

    private mutating func perform(_ verb: String, on id: ConnectionID, _ arguments: [String]) -> Bool {
        let argument = arguments.count > 1 ? arguments[1] : ""
        switch verb {
        case "dial":
            guard let address = Self.address(argument) else { return false }
            flows[id] = Flow()
            effects.append(.connect(id, address))
        case "send":
            guard let bytes = Hex.decode(argument) else { return false }
            flows[id]?.append(bytes)
            effects.append(.flush(id))
        case "pattern":
            guard let count = Int(argument) else { return false }
            flows[id]?.appendPattern(count)
            effects.append(.flush(id))
        case "burst":
            guard let count = Int(argument) else { return false }
            flows[id]?.appendBurst(count)
            effects.append(.flush(id))
        case "echo": flows[id]?.isEcho = true
        case "fin": effects.append(.closeWrite(id))
        case "close": effects.append(.close(id))
        case "abort": effects.append(.abort(id))
        case "pause": effects.append(.pauseReading(id))
        case "resume": effects.append(.resumeReading(id))
        case "await":
            guard let count = Int(argument) else { return false }
            flows[id]?.awaitedBytes = count
            if let line = flows[id]?.reachedLine() { lines.append("reached \(id.word) " + line) }
        case "count":
            lines.append("count \(id.word) " + (flows[id]?.counts ?? "gone"))
        default:
            return false
        }
        return true
    }

    private mutating func listen(_ id: ListenerID, _ arguments: [String]) -> Bool {
        guard arguments.count == 2, let address = Self.address(arguments[1]) else { return false }
        effects.append(.listen(id, address))
        return true
    }

    private static func address(_ text: String) -> Multiaddr? {
        do throws(MultiaddrError) {
            return try Multiaddr(text: text)
        } catch {
            return nil
        }
    }
}
