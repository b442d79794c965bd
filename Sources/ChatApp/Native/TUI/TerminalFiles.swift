import ChatTerminal
import Glibc

/// The files of the terminal: its configuration, and what the user asks to write.
struct TerminalFiles {
    /// Where the configuration is; nil when there is no home folder.
    let configurationPath: String?

    /// Below `XDG_CONFIG_HOME`, or `~/.config`.
    init() {
        if let folder = Environment.value("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            configurationPath = folder + "/hearsay/config.toml"
        } else {
            configurationPath = Environment.value("HOME").map { $0 + "/.config/hearsay/config.toml" }
        }
    }

    /// The configuration's text; nil when there is none.
    func load() -> Result<String, TerminalFailure>? {
        guard let path = configurationPath else { return nil }
        switch Self.read(path) {
        case .success(let bytes): return .success(String(decoding: bytes, as: UTF8.self))
        case .failure(let code):
            return code.number == ENOENT
                ? nil : .failure(TerminalFailure("cannot read \(path): \(code.text)"))
        }
    }

    /// Writes a setting to the configuration; a new file gets every setting with its comment.
    ///
    /// - Returns: what went wrong, in one line.
    func save(_ name: String, _ value: SettingValue) -> String? {
        guard let path = configurationPath else { return "not saved: there is no home folder" }
        let text: String
        switch load() {
        case nil: text = SettingsFile.template(Settings())
        case .success(let existing)?: text = existing
        case .failure(let failure)?: return "not saved: " + failure.message
        }
        Self.makeFolders(of: path)
        // Written beside and renamed, so that no end of the program leaves half a file.
        let temporary = path + ".new"
        if let code = Self.write(SettingsFile.changing(text, name, to: value), O_TRUNC, temporary) {
            return "not saved: \(temporary): \(code.text)"
        }
        guard rename(temporary, path) == 0 else { return "not saved: \(path): \(SystemError.last.text)" }
        return nil
    }

    /// The names in a folder, those of folders with a slash at the end.
    static func names(in path: String) -> [String] {
        guard let directory = opendir(path.isEmpty ? "." : expanded(path)) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory), names.count < 10_000 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            names.append(entry.pointee.d_type == UInt8(DT_DIR) ? name + "/" : name)
        }
        return names
    }

    /// Writes a new file; an existing one is left alone.
    ///
    /// - Returns: a line for the user, and whether it failed.
    static func write(_ text: String, to path: String) -> (message: String, isError: Bool) {
        if let code = write(text, O_EXCL, expanded(path)) {
            return ("not saved: \(path): \(code.text)", true)
        }
        return ("saved to \(path)", false)
    }

    private static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = Environment.value("HOME") else { return path }
        return home + path.dropFirst()
    }

    // MARK: - System calls

    /// What a system call failed with.
    struct SystemError: Error {
        let number: Int32
        static var last: SystemError { SystemError(number: errno) }
        var text: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
    }

    private static func read(_ path: String) -> Result<[UInt8], SystemError> {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return .failure(.last) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < 1 << 20 {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else { return .failure(.last) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return .success(bytes)
    }

    /// Writes a file for the user alone.
    private static func write(_ text: String, _ mode: Int32, _ path: String) -> SystemError? {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | mode, 0o600)
        guard file >= 0 else { return .last }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return .last }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Makes the folders above a file, for the user alone.
    static func makeFolders(of path: String) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
    }
}
