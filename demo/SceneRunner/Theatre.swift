import ArgumentParser
import Foundation
import ScenePlayer

/// Shows a scene in tmux: outside of it by starting a session that runs this program again, inside by
/// playing.
struct Theatre {
    private let scene: Scene
    private let folder: String
    private let pace: Duration
    private let isStepped: Bool
    private let patience: Double

    /// Set for the runner inside the session.
    private static let mark = "HEARSAY_STAGE"

    init(_ scene: Scene, folder: String, pace: String, isStepped: Bool, patience: Double) throws {
        guard let duration = Duration(sceneText: pace) else {
            throw ValidationError("--pace takes a time such as 1500ms or 2s, not \(pace)")
        }
        self.scene = scene
        self.folder = folder
        self.pace = duration
        self.isStepped = isStepped
        self.patience = patience
    }

    private static var isInside: Bool { ProcessInfo.processInfo.environment[mark] != nil }

    /// The exit status.
    func present() throws -> Int32 {
        Self.isInside ? play() : try openSession()
    }

    /// The line of JSON that the play has left.
    var resultLine: String? {
        let text = try? String(contentsOfFile: folder + "/result.json", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// How the play went, in a line for whoever looks at the terminal afterwards; nil inside of the session.
    var summary: String? {
        guard !Self.isInside, let line = resultLine else { return nil }
        let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return (object?["summary"] as? String).map {
            "\(scene.title): \($0)\n  transcript, diagram: \(folder)/"
        }
    }

    // MARK: - Inside

    private func play() -> Int32 {
        ProjectFolder.enter()
        Interruption.install()
        Stage.listenForKeys()
        let stage = Stage(scene, folder: folder, pace: pace, isStepped: isStepped)
        let transcript = Transcript(scene: scene, isColoured: true)
        for line in transcript.header(scene) { Console.put(line) }
        if isStepped { Console.put("  Any key goes on to the next part.") }
        var options = PlayOptions(folder: folder, environment: ProcessInfo.processInfo.environment)
        options.patience = patience
        let player = Player(scene, options: options, stage: stage) { entry in
            if entry.isForAudience, let line = transcript.line(entry) { Console.put(line) }
        }
        let result = player.play()
        if result.isFailure && !Interruption.isRequested {
            Console.put(result.summary)
            Console.put("Any key ends the show.")
            stage.waitForKey()
        }
        stage.close()
        return result.isFailure ? 1 : 0
    }

    // MARK: - Outside

    private func openSession() throws -> Int32 {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw ValidationError("--show needs a terminal; without it the scene is told as a transcript")
        }
        try checkSize()
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        var runner = [
            "env", "\(Self.mark)=1", own, scene.file, "--show", "--pace", "\(Int(pace / .milliseconds(1)))ms",
            "--play-folder", folder, "--patience", String(patience),
        ]
        if isStepped { runner.append("--step") }
        // A server of its own, without the user's settings: his sessions and keys are none of our business.
        let name = "hearsay-\(ProcessInfo.processInfo.processIdentifier)"
        let server = ["tmux", "-L", name, "-f", "/dev/null"]
        // The server leaves its socket behind.
        let sockets = ProcessInfo.processInfo.environment["TMUX_TMPDIR"] ?? "/tmp"
        defer { try? FileManager.default.removeItem(atPath: "\(sockets)/tmux-\(getuid())/\(name)") }
        let settings: [[String]] = [
            ["set", "-g", "status-left-length", "100"], ["set", "-g", "status-right", ""],
            ["set", "-g", "window-status-format", ""], ["set", "-g", "window-status-current-format", ""],
            [
                "set", "-g", "status-left",
                " Ctrl-b and an arrow: another pane; type, it is yours. F12 ends the show. ",
            ],
            ["bind-key", "-n", "F12", "kill-session"], ["set", "-g", "remain-on-exit", "on"],
            ["set", "-g", "pane-border-status", "top"], ["set", "-g", "pane-border-format", "#{pane_title}"],
            // Whoever closes the window or detaches ends the show.
            ["set", "-g", "destroy-unattached", "on"],
            [
                "set", "-gq", "remain-on-exit-format",
                " #{?pane_dead_signal,killed by signal #{pane_dead_signal},has left}",
            ],
            ["set", "-g", "escape-time", "10"], ["set", "-g", "default-terminal", "tmux-256color"],
        ]
        let session = ["new-session", "-s", "scene", runner.map(Self.quoted).joined(separator: " ")]
        var command = server
        for setting in settings { command += setting + [";"] }
        try? FileManager.default.removeItem(atPath: folder + "/result.json")
        guard Foreground.run(command + session) else {
            throw ValidationError("--show needs tmux, which cannot be started (package tmux)")
        }
        guard let result = resultLine else { return 1 }
        return result.contains(#""outcome":"failed""#) ? 1 : 0
    }

    /// Room for three narrow screens and a few lines of narration.
    private static let minimumSize = (columns: 72, rows: 20)

    private func checkSize() throws {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return }
        if size.ws_col < Self.minimumSize.columns || size.ws_row < Self.minimumSize.rows {
            throw ValidationError(
                "--show needs a terminal of \(Self.minimumSize.columns) columns and \(Self.minimumSize.rows) rows or more; "
                    + "this one has \(size.ws_col) and \(size.ws_row)"
            )
        }
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
