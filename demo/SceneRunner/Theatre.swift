import Foundation
import ScenePlayer

/// Shows a scene in tmux: outside of it by starting a session that runs this program again, inside by playing.
struct Theatre {
    private let scene: Scene
    private let folder: String
    private let pace: Duration
    private let isStepped: Bool

    /// Set for the runner inside the session.
    private static let mark = "HEARSAY_STAGE"

    init(_ scene: Scene, folder: String, pace: String, isStepped: Bool) throws {
        guard let duration = Duration(sceneText: pace) else {
            throw UsageProblem("--pace takes a time such as 1500ms or 2s, not \(pace)")
        }
        self.scene = scene
        self.folder = folder
        self.pace = duration
        self.isStepped = isStepped
    }

    /// The exit status.
    func present() throws -> Int32 {
        let isInside = ProcessInfo.processInfo.environment[Self.mark] != nil
        return isInside ? play() : try openSession()
    }

    // MARK: - Inside

    private func play() -> Int32 {
        Interruption.install()
        Stage.listenForKeys()
        let stage = Stage(scene, folder: folder, pace: pace, isStepped: isStepped)
        let transcript = Transcript(scene: scene, isColoured: true)
        for line in transcript.header(scene) { Console.put(line) }
        if isStepped { Console.put("  Any key goes on to the next part.") }
        let options = PlayOptions(folder: folder, environment: ProcessInfo.processInfo.environment)
        let player = Player(scene, options: options, stage: stage) { entry in
            if entry.isForAudience, let line = transcript.line(entry) { Console.put(line) }
        }
        let result = player.play()
        Console.put(result.summary)
        Console.put("Any key ends the show.")
        stage.waitForKey()
        stage.close()
        return result.isFailure ? 1 : 0
    }

    // MARK: - Outside

    private func openSession() throws -> Int32 {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw UsageProblem("--show needs a terminal")
        }
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        var runner = [
            "env", "\(Self.mark)=1", own, scene.file, "--show", "--pace", "\(Int(pace / .milliseconds(1)))ms",
        ]
        if isStepped { runner.append("--step") }
        // A server of its own, without the user's settings: his sessions and keys are none of our business.
        let server = [
            "tmux", "-L", "hearsay-\(ProcessInfo.processInfo.processIdentifier)", "-f", "/dev/null",
        ]
        let settings: [[String]] = [
            ["set", "-g", "status", "off"], ["set", "-g", "remain-on-exit", "on"],
            ["set", "-g", "pane-border-status", "top"], ["set", "-g", "pane-border-format", "#{pane_title}"],
            ["set", "-g", "escape-time", "10"], ["set", "-g", "default-terminal", "tmux-256color"],
        ]
        let session = ["new-session", "-s", "scene", runner.map(Self.quoted).joined(separator: " ")]
        var command = server
        for setting in settings { command += setting + [";"] }
        try? FileManager.default.removeItem(atPath: folder + "/result.json")
        guard Foreground.run(command + session) else { throw UsageProblem("tmux cannot be started") }
        let result = try? String(contentsOfFile: folder + "/result.json", encoding: .utf8)
        return result?.contains(#""outcome":"passed""#) == true ? 0 : 1
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
