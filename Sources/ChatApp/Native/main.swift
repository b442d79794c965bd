import ChatCore
import Glibc
import MessageStore
import NativeSystem

/// The native program: reads the command line, finds the key, and runs in a terminal or headless.

Inheritance.normalize()

let options: ChatOptions
switch OptionParser.parse(
    Array(CommandLine.arguments.dropFirst()),
    engine: .native,
    userName: Environment.value("USER")
)
{
case .print(let text):
    do throws(SystemError) {
        try StandardStreams.printOut(text)
        exit(ExitStatus.success)
    } catch {
        exit(OutputFailure(error).exitStatus)
    }
case .wrongUsage(let message):
    StandardStreams.printError(message)
    exit(ExitStatus.usage)
case .run(let parsed):
    options = parsed
}

if options.engine == .wasi { exit(ComponentRun(options: options).run()) }

do throws(IdentityError) {
    let unixNanoseconds = WallClock.nanoseconds
    let identity = try IdentityStore.load(options.identity, unixNanoseconds: unixNanoseconds)
    for warning in identity.warnings { StandardStreams.printError("hearsay: warning: " + warning) }
    let isFront = !options.isHeadless && TerminalRun.isPossible
    let lastingIdentity = identity.isLasting ? identity.keyPair.peerID.description : nil
    let memory = isFront ? TerminalMemory(options, identity: lastingIdentity) : nil
    let completed = memory?.options ?? options
    // What goes wrong with the store is told like any other trouble, once there is somebody to tell.
    let problems = StoreProblems()
    let store = completed.history.flatMap { keep in
        identity.isLasting
            ? MessageStore(localPeer: identity.keyPair.peerID, keep: keep) { problems.report($0) } : nil
    }
    var settled = NodeConfiguration(
        options: completed,
        identity: identity.keyPair,
        engine: .native,
        seed: SystemEntropy.bytes(NodeConfiguration.seedBytes),
        unixNanoseconds: unixNanoseconds,
        firstSequenceNumber: identity.firstSequenceNumber
    )
    settled.storesHistory = store != nil
    let configuration = settled
    if let memory {
        let keeper: TerminalRun.KeeperStart = { report in
            problems.tell(report)
            return store
        }
        let run = TerminalRun(memory, keeper: keeper) { _, onEvents in
            let engine = NativeEngine(store: store)
            engine.start(configuration, onEvents: onEvents)
            return engine
        }
        exit(run.run())
    }
    exit(
        HeadlessRun(options: options, configuration: configuration, store: store, problems: problems).run()
    )
} catch {
    StandardStreams.printError("hearsay: " + error.explanation)
    exit(ExitStatus.failure)
}
