import Glibc

/// A program that this one has started, with a pipe to its standard input and one from its output.
package struct ChildProcess: Sendable {
    /// How it ended.
    package enum Ending: Equatable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)
        /// Somebody else has collected its ending.
        case unknown
    }

    /// Its process id.
    package let identifier: Int32
    /// What is written here is its standard input.
    package let input: FileDescriptor
    /// Its standard output.
    package let output: FileDescriptor

    /// Starts a program, found on the path where its name has no slash. Its standard error is ours.
    ///
    /// - Parameter command: the program and its arguments.
    package init(_ command: [String]) throws(SystemError) {
        guard let program = command.first else { throw SystemError(EINVAL) }
        let toChild = try Pipe()
        let fromChild: Pipe
        do throws(SystemError) {
            fromChild = try Pipe()
        } catch {
            toChild.close()
            throw error
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, toChild.readEnd.number, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromChild.writeEnd.number, STDOUT_FILENO)
        let arguments = CommandLineArguments(command)
        var child: pid_t = 0
        let status = posix_spawnp(&child, program, &actions, nil, arguments.pointers, environ)
        arguments.free()
        posix_spawn_file_actions_destroy(&actions)
        toChild.readEnd.close()
        fromChild.writeEnd.close()
        identifier = child
        input = toChild.writeEnd
        output = fromChild.readEnd
        guard status == 0 else {
            input.close()
            output.close()
            throw SystemError(status)
        }
    }

    /// Makes this process the program: it keeps its id, its input and its output.
    ///
    /// - Returns: why that failed.
    package static func replaceThisProcess(_ command: [String]) -> SystemError {
        guard let program = command.first else { return SystemError(EINVAL) }
        let arguments = CommandLineArguments(command)
        defer { arguments.free() }
        execvp(program, arguments.pointers)
        return .last
    }

    /// Sends it a signal.
    package func signal(_ number: Int32) {
        kill(identifier, number)
    }

    /// Waits for its end.
    package func wait() -> Ending {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 {
            guard errno == EINTR else { return .unknown }
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status: (status >> 8) & 0xFF) : .killed(signal: signal)
    }
}

/// Arguments as C wants them.
private struct CommandLineArguments {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ arguments: [String]) {
        pointers = arguments.map { strdup($0) } + [nil]
    }

    func free() {
        for pointer in pointers { Glibc.free(pointer) }
    }
}
