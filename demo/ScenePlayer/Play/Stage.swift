import Foundation

/// A tmux window with a pane for every peer, above the pane of the runner, which tells the audience what
/// happens.
///
/// Peers with a screen of their own run in their pane. The pane of another peer shows its part of the
/// transcript.
package final class Stage {
    /// How long the audience may look at each step.
    package let pace: Duration
    /// Whether each `note` waits for a key.
    package let isStepped: Bool
    private var panes: [String: TmuxPane] = [:]
    private var scripts: [String: FileHandle] = [:]
    private let folder: String

    /// Peers beyond this number are played in the background.
    private static let maximumPanes = 6

    /// Divides the window that this process runs in.
    package init(_ scene: Scene, folder: String, pace: Duration, isStepped: Bool) {
        self.pace = pace
        self.isStepped = isStepped
        self.folder = folder
        let shown = scene.peers.prefix(Self.maximumPanes)
        try? FileManager.default.createDirectory(atPath: "\(folder).stage", withIntermediateDirectories: true)
        var last: TmuxPane?
        for (index, peer) in shown.enumerated() {
            guard let pane = Self.split(after: last, remaining: shown.count - index) else { continue }
            Tmux.run(["select-pane", "-t", pane.name, "-T", " \(peer.name) · \(Self.title(of: peer)) "])
            panes[peer.name] = pane
            last = pane
        }
        for peer in shown where Engine.screenCommand(peer.engine) == nil { openScript(peer.name) }
        if let own = ProcessInfo.processInfo.environment["TMUX_PANE"] {
            Tmux.run(["select-pane", "-t", own, "-T", " \(scene.title) "])
        }
    }

    /// A new pane: the first above the runner's own, each further one to the right of the last.
    private static func split(after last: TmuxPane?, remaining: Int) -> TmuxPane? {
        let shape =
            if let last {
                ["-h", "-t", last.name, "-l", "\(remaining * 100 / (remaining + 1))%"]
            } else {
                ["-v", "-b", "-l", "62%"]
            }
        let name = Tmux.run(["split-window"] + shape + ["-d", "-P", "-F", "#{pane_id}", "cat"])
        return name.map { TmuxPane(name: $0) }
    }

    /// The engine in words for an audience.
    private static func title(of peer: PeerDeclaration) -> String {
        let engines = [
            "wasi": "WebAssembly component", "wasi-sealed": "component without network", "py": "py-libp2p",
        ]
        return engines[peer.engine] ?? peer.engine
    }

    func pane(of peer: String) -> TmuxPane? { panes[peer] }

    // MARK: - Peers without a screen

    private func openScript(_ peer: String) {
        let path = "\(folder).stage/\(peer).txt"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        scripts[peer] = FileHandle(forWritingAtPath: path)
        let command = "exec tail -n +1 -f \(TmuxPane.quoted(path))"
        if let pane = panes[peer] { Tmux.run(["respawn-pane", "-k", "-t", pane.name, command]) }
    }

    func show(_ entry: JournalEntry, transcript: Transcript) {
        guard let peer = entry.peer, let script = scripts[peer], let line = transcript.plainLine(entry) else {
            return
        }
        script.write(Data((line + "\n").utf8))
    }

    // MARK: - The audience's keys

    /// Whether a key was pressed since the last time.
    func takeKey() -> Bool {
        var interest = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&interest, 1, 0) == 1 else { return false }
        var buffer = [UInt8](repeating: 0, count: 256)
        return read(STDIN_FILENO, &buffer, buffer.count) > 0
    }

    /// Makes single keys arrive without Enter.
    package static func listenForKeys() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Waits until the audience has seen enough.
    package func waitForKey() {
        var buffer = [UInt8](repeating: 0, count: 256)
        _ = read(STDIN_FILENO, &buffer, buffer.count)
    }

    /// Takes the stage down.
    package func close() {
        try? FileManager.default.removeItem(atPath: "\(folder).stage")
        Tmux.run(["kill-session"])
    }
}
