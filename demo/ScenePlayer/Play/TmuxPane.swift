import Foundation

/// One pane of the stage.
struct TmuxPane {
    /// As tmux names it: `%3`.
    let name: String

    /// Runs a program in place of what the pane showed; its process, or nil if tmux refused.
    func run(_ command: [String], errorLog: URL) -> pid_t? {
        let line =
            "exec " + command.map(Self.quoted).joined(separator: " ") + " 2>>" + Self.quoted(errorLog.path)
        guard Tmux.run(["respawn-pane", "-k", "-t", name, line]) != nil,
            let text = Tmux.run(["display-message", "-p", "-t", name, "#{pane_pid}"])
        else { return nil }
        return pid_t(text)
    }

    /// How the program ended; nil while it runs.
    var end: ProcessEnd? {
        let format = "#{pane_dead} #{pane_dead_status} #{pane_dead_signal}"
        let parts = (Tmux.run(["display-message", "-p", "-t", name, format]) ?? "")
            .split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "1" else { return nil }
        if let signal = Int32(parts[2]), signal != 0 { return .signal(signal) }
        return .exit(Int32(parts[1]) ?? 0)
    }

    /// Types the text as it is, then Enter.
    func type(_ text: String) {
        _ = Tmux.run(["send-keys", "-t", name, "-l", "--", text])
        press("Enter")
    }

    /// Presses a key by tmux's name for it.
    func press(_ key: String) {
        _ = Tmux.run(["send-keys", "-t", name, key])
    }

    static func quoted(_ word: String) -> String {
        "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
