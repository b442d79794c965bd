import ChatCore
import Glibc

/// The command that runs the component inside Wasmtime, with the options of this program handed on.
struct ComponentCommand {
    /// The program and its arguments.
    let arguments: [String]

    /// The command for these options.
    ///
    /// - Parameter isFront: whether this program reads the events, as JSON, and writes the commands; otherwise the options decide.
    /// - Throws: `TerminalFailure` when the component or Wasmtime cannot be found.
    init(_ options: ChatOptions, isFront: Bool) throws(TerminalFailure) {
        let folder = Self.programFolder
        let component = options.componentPath ?? folder + "/hearsay.wasm"
        guard access(component, R_OK) == 0 else {
            throw TerminalFailure(
                "cannot read the component \(component): \(TerminalFiles.SystemError.last.text)"
            )
        }
        guard let runner = Self.runner(folder) else {
            throw TerminalFailure(
                "no wasmtime: install it, or name a program that takes its options in HEARSAY_WASMTIME"
            )
        }
        var arguments = [runner, "run", "-S", "inherit-network", "-S", "allow-ip-name-lookup", component]
        arguments += ["--headless", "--nick", options.nick.text, "--log-level", options.logLevel.name]
        for room in options.rooms { arguments += ["--room", room.text] }
        if !options.areListenAddressesDefault {
            let addresses = options.listenAddresses.map(\.description)
            for address in addresses.isEmpty ? ["none"] : addresses { arguments += ["--listen", address] }
        }
        for address in options.dialAddresses { arguments += ["--dial", address.description] }
        if isFront || options.isJSON { arguments.append("--json") }
        if isFront || options.staysAfterInput { arguments.append("--stay") }
        self.arguments = arguments
    }

    /// Becomes the command: the component takes this process over, with its input and output.
    ///
    /// - Returns: why that failed.
    func replaceProcess() -> String {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        execvp(arguments[0], pointers)
        return "cannot run \(arguments[0]): \(TerminalFiles.SystemError.last.text)"
    }

    /// The folder that this program is in.
    private static var programFolder: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "." }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// `$HEARSAY_WASMTIME`, the runner of a source tree whose build folder this program is in, or the `wasmtime` on the path.
    private static func runner(_ folder: String) -> String? {
        if let named = Environment.value("HEARSAY_WASMTIME") { return named }
        let own = folder + "/../demo/wasmtime"
        if access(own, X_OK) == 0 { return own }
        for place in (Environment.value("PATH") ?? "").split(separator: ":") {
            let candidate = String(place) + "/wasmtime"
            if access(candidate, X_OK) == 0 { return candidate }
        }
        return nil
    }
}
