import ChatCore
import Dispatch
import MessageStore
import NativeSystem

/// The headless mode: lines in on stdin, lines out on stdout.
struct HeadlessRun {
    private let options: ChatOptions
    private let configuration: NodeConfiguration
    private let store: MessageStore?
    private let problems: StoreProblems

    /// A run by these options.
    init(
        options: ChatOptions,
        configuration: NodeConfiguration,
        store: MessageStore?,
        problems: StoreProblems
    ) {
        self.store = store
        self.problems = problems
        self.options = options
        self.configuration = configuration
    }

    /// Runs until the end and returns the exit status.
    func run() -> Int32 {
        SignalWatch.block()
        let engine = NativeEngine(store: store)
        let output = LineOutput { engine.send(.stop) }
        let isJSON = options.isJSON
        let log = EventLog(level: options.logLevel)
        problems.tell { output.write(HeadlessFormat.bytes(of: [.error($0)], isJSON: isJSON)) }
        SignalWatch.start { engine.send(.stop) }
        engine.start(configuration) { events in
            log.note(events)
            output.write(HeadlessFormat.bytes(of: events, isJSON: isJSON))
        }
        let input = InputThread()
        input.start(engine: engine, stays: options.staysAfterInput)
        let outcome = engine.wait()
        let failure = output.finish()
        switch outcome {
        case .finished:
            if let failure { return OutputFailure(failure).exitStatus }
            guard let failure = input.failure else { return ExitStatus.success }
            StandardStreams.printError("hearsay: cannot read the standard input: " + failure.text)
            return ExitStatus.failure
        case .failed(let reason):
            StandardStreams.printError("hearsay: " + reason)
            return ExitStatus.failure
        }
    }
}
