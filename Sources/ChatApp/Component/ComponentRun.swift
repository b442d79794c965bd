import ChatCore
import Net
import NetWASI

/// One run of the chat: a single loop over standard input, the sockets and the clock.
struct ComponentRun: ~Copyable {
    /// How long the end waits for a slow reader of standard output.
    private static let drainTime = Interval.seconds(2)

    private let options: ChatOptions
    private var node: Node
    private let transport = WASITransport()
    private var input: StandardInput?
    private var inputBuffer = [UInt8](repeating: 0, count: 16 * 1024)
    private var output = OutputBuffer(WASISystem.standardOutput())
    private var log = OutputBuffer(WASISystem.standardError())
    /// Whether the node was told that the output takes no more.
    private var hasStopped = false
    /// Whether the input did not end, but failed.
    private var hasInputFailed = false

    init(_ options: ChatOptions) {
        self.options = options
        let unixNanoseconds = WASISystem.wallClockNanoseconds
        let configuration = NodeConfiguration(
            options: options,
            identity: KeyPair(seed: WASISystem.randomBytes(KeyPair.seedBytes)),
            engine: .wasi,
            seed: WASISystem.randomBytes(NodeConfiguration.seedBytes),
            unixNanoseconds: unixNanoseconds,
            firstSequenceNumber: unixNanoseconds
        )
        node = Node(configuration: configuration, now: WASISystem.now)
        input = StandardInput(WASISystem.standardInput())
    }

    /// Runs to the end and returns the exit status.
    mutating func run() -> Int32 {
        node.start(now: WASISystem.now)
        while true {
            transport.perform(&node)
            report()
            if let outcome = node.outcome { return finish(outcome) }
            if output.end != nil, !hasStopped {
                // What follows from that, the end perhaps, is looked at before the next sleep.
                hasStopped = true
                node.receive(.stop, now: WASISystem.now, wallClockMilliseconds: wallClock)
                continue
            }
            waitAndRead()
        }
    }

    /// Writes what happened.
    private mutating func report() {
        while let event = node.pollEvent() {
            let entry = event.logEntry
            if entry.level >= options.logLevel { log.append(line: entry.level.name + ": " + entry.text) }
            output.append(HeadlessFormat.bytes(of: [event], isJSON: options.isJSON))
        }
        output.flush()
        log.flush()
    }

    /// Sleeps until something happens.
    private mutating func waitAndRead() {
        var pollables: [Pollable] = []
        // While answers are not read, no more questions are taken.
        if output.isEmpty, node.wantsInput, let input { pollables.append(input.pollable) }
        let inputCount = pollables.count
        if let pollable = output.pollable() { pollables.append(pollable) }
        if let pollable = log.pollable() { pollables.append(pollable) }
        let ready = transport.wait(&node, or: pollables, until: nil)
        if inputCount == 1, ready.contains(0) { readInput() }
    }

    private mutating func readInput() {
        guard let stream = input else { return }
        let now = WASISystem.now
        switch stream.read(into: &inputBuffer) {
        case .nothing:
            break
        case .bytes(let count):
            node.receiveInput(inputBuffer[..<count], now: now, wallClockMilliseconds: wallClock)
        case .ended:
            endInput()
        case .failed:
            hasInputFailed = true
            endInput()
        }
    }

    private mutating func endInput() {
        input?.drop()
        input = nil
        node.receiveEndOfInput(stays: options.staysAfterInput, now: WASISystem.now)
    }

    private var wallClock: UInt64 { WASISystem.wallClockNanoseconds / 1_000_000 }

    /// Writes the last lines and tells the exit status.
    private mutating func finish(_ outcome: NodeOutcome) -> Int32 {
        let deadline = WASISystem.now + Self.drainTime
        drain(until: deadline)
        let reason = failure(outcome)
        if let reason {
            log.append(line: "hearsay: " + reason)
            drain(until: deadline)
        }
        return reason == nil ? ExitStatus.success : ExitStatus.failure
    }

    /// What keeps the run from being a success, in words; nil when nothing does.
    private func failure(_ outcome: NodeOutcome) -> String? {
        if case .failed(let reason) = outcome { return reason }
        if output.end == .failed { return "cannot write to the standard output" }
        return hasInputFailed ? "cannot read the standard input" : nil
    }

    /// Waits until the kernel has everything that was said.
    private mutating func drain(until deadline: Instant) {
        while WASISystem.now < deadline {
            output.flush()
            log.flush()
            let pollables = [output.pollable(), log.pollable()].compactMap { $0 }
            if pollables.isEmpty { break }
            _ = transport.wait(&node, or: pollables, until: deadline)
        }
    }
}
