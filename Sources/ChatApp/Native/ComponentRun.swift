import ChatCore
import NativeSystem

/// The chat on the component: this program shows it in the terminal, or gives way to it without one.
struct ComponentRun {
    let options: ChatOptions

    /// Runs until the end and returns the exit status.
    func run() -> Int32 {
        do throws(TerminalFailure) {
            let isFront = !options.isHeadless && TerminalRun.isPossible
            // Before the screen is taken, so that what is missing is said where one looks.
            let command = try ComponentCommand(options, session: nil, isFront: isFront)
            guard isFront else { throw command.replaceProcess() }
            let memory = TerminalMemory(options, identity: "component")
            let options = memory.options
            // The component has a new key each time and keeps what was said for as long as it runs; what was
            // shown is kept here.
            let keeper = { HistoryStore(identity: "component", report: $0) }
            return TerminalRun(memory, keeper: keeper) { (session, onEvents) throws(TerminalFailure) in
                let command = try ComponentCommand(options, session: session, isFront: true)
                return try ComponentEngine(command, onEvents: onEvents)
            }.run()
        } catch {
            StandardStreams.printError("hearsay: " + error.message)
            return ExitStatus.failure
        }
    }
}
