import ChatCore
import Glibc

/// The native program: reads the command line, finds the key, and runs in a terminal or headless.

signal(SIGPIPE, SIG_IGN)

let options: ChatOptions
switch OptionParser.parse(
    Array(CommandLine.arguments.dropFirst()),
    engine: .native,
    userName: Environment.value("USER")
)
{
case .print(let text):
    exit(StandardStreams.printOut(text) ? ExitStatus.success : ExitStatus.failure)
case .wrongUsage(let message):
    StandardStreams.printError(message)
    exit(ExitStatus.usage)
case .run(let parsed):
    options = parsed
}

if options.engine == .wasi { exit(ComponentRun(options: options).run()) }

do throws(IdentityError) {
    let identity = try IdentityStore.load(options.identity)
    let configuration = NodeConfiguration(
        options: options,
        identity: identity,
        engine: .native,
        seed: SystemEntropy.bytes(NodeConfiguration.seedBytes),
        unixNanoseconds: WallClock.nanoseconds
    )
    if !options.isHeadless, TerminalRun.isPossible {
        let isLasting = if case .memory = options.identity { false } else { true }
        let lastingIdentity = isLasting ? identity.peerID.description : nil
        let run = TerminalRun(options: options, lastingIdentity: lastingIdentity) { onEvents in
            let engine = NativeEngine()
            engine.start(configuration, onEvents: onEvents)
            return engine
        }
        exit(run.run())
    }
    exit(HeadlessRun(options: options, configuration: configuration).run())
} catch {
    StandardStreams.printError("hearsay: " + error.explanation)
    exit(ExitStatus.failure)
}
