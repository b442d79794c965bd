import ChatCore
import Glibc
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
    let configuration = NodeConfiguration(
        options: completed,
        identity: identity.keyPair,
        engine: .native,
        seed: SystemEntropy.bytes(NodeConfiguration.seedBytes),
        unixNanoseconds: unixNanoseconds,
        firstSequenceNumber: identity.firstSequenceNumber
    )
    if let memory {
        let run = TerminalRun(memory, lastingIdentity: lastingIdentity) { _, onEvents in
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
