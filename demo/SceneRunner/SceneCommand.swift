import ArgumentParser
import Foundation
import ScenePlayer

/// `demo/scene`: plays scene files.
@main
struct SceneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo/scene",
        abstract: "Plays conversations between real peers, and checks them.",
        discussion: """
            With one file its transcript is shown as it happens; with several, one line each. What a scene left
            (transcript.txt, sequence.svg, after a failure the output of every peer) is under build/scenes.
            Exit status: 0 all passed or skipped, 1 a scene failed, 64 wrong usage, 65 a scene file is wrong.
            """
    )

    @Argument(help: "Scene files; docs/scenes.md explains them.")
    var files: [String] = []

    @Option(help: "Instead of scenes: eight peers talk for this many minutes while things break at random.")
    var soak: Int?

    @Option(help: "With --soak: where the faults come from; the same seed brings the same faults.")
    var seed: UInt64?

    @Flag(
        help:
            "With --soak: peers only roam, freeze and come back, and nothing at all may be lost between those who live."
    )
    var roam = false

    @Option(help: "Play each scene this many times.")
    var `repeat` = 1

    @Option(help: "How many scenes are played at the same time.")
    var jobs = 1

    @Flag(help: "One JSON object per play on stdout, and nothing else.")
    var json = false

    @Flag(help: "Show the peers side by side in tmux.")
    var show = false

    @Flag(help: "With --show: every note of the scene waits for a key.")
    var step = false

    @Option(help: "With --show: how long each step can be looked at, such as 1500ms.")
    var pace = "1200ms"

    @Flag(help: "Only read the files and report mistakes.")
    var check = false

    @Option(help: "Play only scenes with this tag.")
    var tag: [String] = []

    @Option(help: "Leave out scenes with this tag.")
    var without: [String] = []

    @Option(help: "Multiplies every time that a scene waits for, on a slow machine.")
    var patience = 1.0

    @Option(help: "Where the results go; build/scenes of the project unless given.")
    var folder: String?

    @Option(help: .hidden)
    var playFolder: String?

    func validate() throws {
        guard files.isEmpty != (soak == nil) else { throw ValidationError("Either scene files or --soak.") }
        guard soak.map({ (1...600).contains($0) }) ?? true else {
            throw ValidationError("--soak takes 1 to 600 minutes.")
        }
        guard soak != nil || !roam else { throw ValidationError("--roam goes with --soak.") }
        guard `repeat` >= 1, jobs >= 1 else {
            throw ValidationError("--repeat and --jobs must be at least 1.")
        }
        guard !show || (files.count == 1 && `repeat` == 1) else {
            throw ValidationError("--show plays one scene, once.")
        }
        guard patience > 0 else { throw ValidationError("--patience must be more than 0.") }
    }

    mutating func run() throws {
        let scenes = try readScenes()
        if check {
            Console.put("\(scenes.count) scenes are well-formed.")
            return
        }
        // What the user named is looked up from where he is; the peers' programs are those of the project.
        folder = Self.resultFolder(folder)
        if show, let scene = scenes.first { throw ExitCode(try present(scene)) }
        signal(SIGPIPE, SIG_IGN)
        Interruption.install()
        if let soak { return try runSoak(minutes: soak) }
        let plays = scenes.flatMap { scene in (1...`repeat`).map { (scene, $0) } }
        let outcomes = plays.count == 1 || jobs == 1 ? playInTurn(plays) : try playTogether(plays)
        if plays.count > 1 && !json { report(outcomes, of: plays.count) }
        if outcomes.contains(where: \.isFailure) || outcomes.count < plays.count { throw ExitCode(1) }
    }

    /// The last lines of a run: what failed is listed again, since its own line may be far above.
    private func report(_ outcomes: [PlayOutcome], of count: Int) {
        let failures = outcomes.filter(\.isFailure)
        let missing = count - outcomes.count
        guard !failures.isEmpty || missing > 0 else { return Console.put("All \(count) plays passed.") }
        Console.put(
            "\(failures.count) of \(count) plays FAILED."
                + (missing > 0 ? " \(missing) were not played." : "")
        )
        for failure in failures { Console.put(failure.line) }
    }

    private static func resultFolder(_ folder: String?) -> String {
        let current = FileManager.default.currentDirectoryPath
        if current == ProjectFolder.path { return folder ?? "build/scenes" }
        return folder.map { URL(fileURLWithPath: $0).path } ?? ProjectFolder.path + "/build/scenes"
    }

    private func present(_ scene: Scene) throws -> Int32 {
        let theatre = try Theatre(
            scene,
            folder: playFolder ?? playFolder(scene, 1),
            pace: pace,
            isStepped: step,
            patience: patience
        )
        let status = try theatre.present()
        if let line = json ? theatre.resultLine : theatre.summary { Console.put(line) }
        return status
    }

    private func runSoak(minutes: Int) throws {
        ProjectFolder.enter()
        let seed = seed ?? UInt64.random(in: 1...999_999)
        let folder = playFolder ?? "\(folder ?? "")/soak"
        let scene = try SceneParser.parse("scene Soak\npeer n1 native\nstart", file: "soak")
        let transcript = Transcript(scene: scene, isColoured: isatty(STDOUT_FILENO) == 1)
        let options = PlayOptions(folder: folder, environment: ProcessInfo.processInfo.environment)
        let soak = try Soak(
            minutes: minutes,
            kind: roam ? .roaming : .everything,
            seed: seed,
            options: options
        ) { entry in
            if entry.isForAudience, let line = transcript.line(entry) { Console.put(line) }
        }
        let isFine = soak.run()
        Console.put(
            isFine ? "The soak passed (seed \(seed))." : "The soak FAILED (seed \(seed)); logs: \(folder)/"
        )
        if !isFine { throw ExitCode(1) }
    }

    private func readScenes() throws -> [Scene] {
        var scenes: [Scene] = []
        var hasProblems = false
        for file in files {
            do {
                let scene = try SceneParser.parse(path: file)
                let isWanted = tag.isEmpty || tag.contains { scene.tags.contains($0) }
                if isWanted && !without.contains(where: { scene.tags.contains($0) }) { scenes.append(scene) }
            } catch {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                hasProblems = true
            }
        }
        if hasProblems { throw ExitCode(65) }
        if scenes.isEmpty && soak == nil { throw ValidationError("None of these scenes has such tags.") }
        return scenes
    }

    // MARK: - Playing

    private func playInTurn(_ plays: [(Scene, Int)]) -> [PlayOutcome] {
        ProjectFolder.enter()
        var outcomes: [PlayOutcome] = []
        for (scene, number) in plays where !Interruption.isRequested { outcomes.append(play(scene, number)) }
        return outcomes
    }

    /// Plays a scene in this process.
    private func play(_ scene: Scene, _ number: Int) -> PlayOutcome {
        var options = PlayOptions(
            folder: playFolder ?? playFolder(scene, number),
            environment: ProcessInfo.processInfo.environment
        )
        options.patience = patience
        let isTold = files.count == 1 && !json
        let transcript = Transcript(scene: scene, isColoured: isatty(STDOUT_FILENO) == 1)
        if isTold {
            for line in transcript.header(scene) { Console.put(line) }
        } else if !json && isatty(STDERR_FILENO) == 1 {
            FileHandle.standardError.write(Data("… \(scene.title)\r".utf8))
        }
        let player = Player(scene, options: options) { entry in
            if isTold, let line = transcript.line(entry) { Console.put(line) }
        }
        let result = player.play()
        let outcome = PlayOutcome(
            isFailure: result.isFailure,
            title: result.title,
            summary: result.summary,
            folder: result.folder
        )
        if isTold {
            Console.put(result.summary)
            Console.put(
                "  transcript, diagram\(result.isFailure ? " and every peer's output" : ""): \(result.folder)/"
            )
        } else {
            Console.put(json ? result.json : outcome.line)
        }
        return outcome
    }

    private func playFolder(_ scene: Scene, _ number: Int) -> String {
        let name = URL(fileURLWithPath: scene.file).deletingPathExtension().lastPathComponent
        let base = "\(folder ?? "")/\(name)"
        return `repeat` == 1 ? base : "\(base).\(number)"
    }

    /// Plays several scenes at once, each in a runner of its own, and tells each result as it comes.
    private func playTogether(_ plays: [(Scene, Int)]) throws -> [PlayOutcome] {
        var waiting = plays[...]
        var running: [ChildRunner] = []
        var outcomes: [PlayOutcome] = []
        while !waiting.isEmpty || !running.isEmpty {
            if Interruption.isRequested {
                waiting = []
                for child in running { child.interrupt() }
            }
            while running.count < jobs, let (scene, number) = waiting.popFirst() {
                let folder = playFolder(scene, number)
                running.append(
                    try ChildRunner(scene.file, folder: folder, arguments: childArguments(scene, in: folder))
                )
            }
            guard let index = running.firstIndex(where: { !$0.isRunning }) else {
                // Foundation notices ends on a thread of its own; there is nothing better to wait for here.
                usleep(20_000)
                continue
            }
            let child = running.remove(at: index)
            let (json, outcome) = child.result()
            Console.put(self.json ? json : outcome.line)
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func childArguments(_ scene: Scene, in folder: String) -> [String] {
        [scene.file, "--json", "--patience", String(patience), "--play-folder", folder]
    }
}
