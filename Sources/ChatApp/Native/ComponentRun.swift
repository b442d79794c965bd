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
            let command = try ComponentCommand(options, isFront: isFront)
            guard isFront else { throw command.replaceProcess() }
            return TerminalRun(options: options, lastingIdentity: nil) { (onEvents) throws(TerminalFailure) in
                try ComponentEngine(command, onEvents: onEvents)
            }.run()
        } catch {
            StandardStreams.printError("hearsay: " + error.message)
            return ExitStatus.failure
        }
    }
}
