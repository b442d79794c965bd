import Foundation

/// Runs a program on the terminal this one runs on.
enum Foreground {
    /// False when it could not be started. Foundation's `Process` would put it into the background, where it
    /// may not read the terminal.
    static func run(_ command: [String]) -> Bool {
        let arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var identifier: pid_t = 0
        guard posix_spawnp(&identifier, command[0], nil, nil, arguments, environ) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
        return true
    }
}
