import ChatTerminal
import Glibc
import NativeSystem

/// The files of the terminal: its configuration, and what the user asks to write.
struct TerminalFiles {
    /// Where the configuration is; nil when there is no home folder.
    let configurationPath: String?

    /// The longest configuration that is read, in bytes.
    private static let maximumBytes = 1 << 20

    /// Below `XDG_CONFIG_HOME`, or `~/.config`.
    init() {
        configurationPath = XDGFolders.path(.configuration).map { $0 + "/config.toml" }
    }

    /// The configuration's text; nil when there is none.
    func load() -> Result<String, TerminalFailure>? {
        guard let path = configurationPath else { return nil }
        do throws(SystemError) {
            // Without blocking, so that a named pipe does not hold us up.
            let file = try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK)
            defer { file.close() }
            let bytes = try file.readAll(limit: Self.maximumBytes + 1)
            // Half of it would be written back as the whole.
            guard bytes.count <= Self.maximumBytes else { throw SystemError(EFBIG) }
            return .success(String(decoding: bytes, as: UTF8.self))
        } catch {
            if error.number == ENOENT { return nil }
            return .failure(TerminalFailure("cannot read \(path): \(error.text)"))
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
        do throws(SystemError) {
            try Folders.make(Folders.parent(of: path))
            try WholeFile.replace(path, with: Array(SettingsFile.changing(text, name, to: value).utf8))
            return nil
        } catch {
            return "not saved: \(path): \(error.text)"
        }
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
        do throws(SystemError) {
            guard try WholeFile.create(expanded(path), Array(text.utf8)) else { throw SystemError(EEXIST) }
            return ("saved to \(path)", false)
        } catch {
            return ("not saved: \(path): \(error.text)", true)
        }
    }

    private static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = Environment.value("HOME") else { return path }
        return home + path.dropFirst()
    }
}
