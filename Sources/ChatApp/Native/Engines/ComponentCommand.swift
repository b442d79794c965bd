import ChatCore
import ChatTerminal
import Glibc
import History
import NativeSystem

/// The command that runs the component inside Wasmtime, with the options of this program handed on.
struct ComponentCommand {
    /// The program and its arguments.
    let arguments: [String]
    /// Whether the component listens on every address of this machine.
    let listensEverywhere: Bool

    /// The command for these options.
    ///
    /// - Parameters:
    ///   - session: Where the chat is to go on; its nick, rooms and dials come instead of those of the
    ///     options.
    ///   - isFront: whether this program reads the events, as JSON, and writes the commands; otherwise the
    ///     options decide.
    /// - Throws: `TerminalFailure` when the component or Wasmtime cannot be found.
    init(_ options: ChatOptions, session: Session?, isFront: Bool) throws(TerminalFailure) {
        let folder = Self.programFolder
        listensEverywhere = options.listenAddresses.contains { $0.tcpEndpoint?.isUnspecified == true }
        let component = options.componentPath ?? folder + "/hearsay.wasm"
        guard access(component, R_OK) == 0 else {
            throw TerminalFailure("cannot read the component \(component): \(SystemError.last.text)")
        }
        var arguments = [
            try Self.runner(folder), "run", "-S", "inherit-network", "-S", "allow-ip-name-lookup",
        ]
        arguments += [
            component, "--headless", "--nick", session?.nick ?? options.nick.text, "--log-level",
            options.logLevel.name,
        ]
        for room in session?.joinOrder ?? options.rooms { arguments += ["--room", room.text] }
        if !options.areListenAddressesDefault {
            let addresses = options.listenAddresses.map(\.description)
            for address in addresses.isEmpty ? ["none"] : addresses { arguments += ["--listen", address] }
        }
        for address in session?.dials ?? options.dialAddresses {
            arguments += ["--dial", address.description]
        }
        arguments += ["--history", HistoryKeep.option(options.history)]
        if isFront || options.isJSON { arguments.append("--json") }
        if isFront || options.staysAfterInput { arguments.append("--stay") }
        self.arguments = arguments
    }

    /// Becomes the command: the component takes this process over, with its input and output.
    ///
    /// - Returns: why that failed.
    func replaceProcess() -> TerminalFailure {
        failure(ChildProcess.replaceThisProcess(arguments))
    }

    /// Starts the command beside this process.
    func start() throws(TerminalFailure) -> ChildProcess {
        do throws(SystemError) {
            return try ChildProcess(arguments)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemError) -> TerminalFailure {
        TerminalFailure("cannot run \(arguments[0]): \(error.text)")
    }

    /// The folder that this program is in.
    private static var programFolder: String {
        do throws(SystemError) {
            return Folders.parent(of: try SymbolicLinks.target(of: "/proc/self/exe"))
        } catch {
            return "."
        }
    }

    /// `$HEARSAY_WASMTIME`, the runner of a source tree whose build folder this program is in, or the
    /// `wasmtime` on the path.
    private static func runner(_ folder: String) throws(TerminalFailure) -> String {
        if let named = Environment.value("HEARSAY_WASMTIME") {
            guard let found = found(named) else {
                throw TerminalFailure(
                    "cannot run \(named), which HEARSAY_WASMTIME names: \(SystemError.last.text)"
                )
            }
            return found
        }
        if let own = found(folder + "/../demo/wasmtime") ?? found("wasmtime") { return own }
        throw TerminalFailure(
            "no wasmtime: install it, or name a program that takes its options in HEARSAY_WASMTIME"
        )
    }

    /// A program that can be run; a name without a slash is looked for on the path.
    private static func found(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        return (Environment.value("PATH") ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
