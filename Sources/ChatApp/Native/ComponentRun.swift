import ChatCore
import Glibc

/// The chat on the component: this program shows it in the terminal, or gives way to it without one.
struct ComponentRun {
    let options: ChatOptions

    /// Runs until the end and returns the exit status.
    func run() -> Int32 {
        if !options.isHeadless, TerminalRun.isPossible {
            let options = options
            return TerminalRun(options: options, lastingIdentity: nil) { (onEvents) throws(TerminalFailure) in
                try ComponentEngine(options: options, onEvents: onEvents)
            }.run()
        }
        do {
            StandardStreams.printError(
                "hearsay: " + (try ComponentCommand(options, isFront: false).replaceProcess())
            )
        } catch {
            StandardStreams.printError("hearsay: " + error.message)
        }
        return ExitStatus.failure
    }
}
