import Foundation
import Testing

@testable import ScenePlayer

/// What the runner says when peers misbehave; the peers are Fakes/peer.sh, which does as it is told.
@Suite("Failures of scenes", .serialized, .timeLimit(.minutes(2)))
struct PlayerFailureTests {
    private static let cast = """
        scene Fakes
        engine fake sh \(fakePeer)
        peer anna fake
        peer ben fake

        """

    private static let fakePeer = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fakes/peer.sh").path

    /// A message event as the peers of that cast would print it, quoted for a scene.
    private static func message(_ id: String, from: String, _ text: String) -> String {
        #"{\"event\":\"message\",\"room\":\"lobby\",\"id\":\"\#(id)\",\"from\":\"id-\#(from)\",\"text\":\"\#(text)\"}"#
    }

    private struct Played {
        let result: SceneResult
        let folder: URL

        func text(_ name: String) -> String {
            (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
        }
    }

    private func play(
        _ steps: String,
        cast: String = Self.cast,
        then look: (Played) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "scene-\(UUID().uuidString)"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let scene = try SceneParser.parse(cast + steps, file: "f.scene")
        let options = PlayOptions(folder: folder.path, environment: ProcessInfo.processInfo.environment)
        try look(Played(result: Player(scene, options: options) { _ in }.play(), folder: folder))
    }

    /// Plays steps that must fail at the line that has `mark` behind it, as a comment, with a message that
    /// contains `parts`.
    private func expectFailure(_ steps: String, cast: String = Self.cast, _ parts: [String]) throws {
        let lines = (cast + steps).split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.hasSuffix("# here") }) + 1
        try play(steps, cast: cast) { played in
            guard case .failed(let problem) = played.result.outcome else {
                Issue.record("it did not fail")
                return
            }
            #expect(problem.location == SceneLocation(file: "f.scene", line: line), "\(problem)")
            for part in parts { #expect(problem.message.contains(part), "\(problem.message)") }
            // Everything that helps to understand it is kept.
            #expect(played.text("transcript.txt").contains(problem.description))
            #expect(played.text("sequence.svg").hasSuffix("</svg>\n"))
            let json = try JSONSerialization.jsonObject(with: Data(played.text("result.json").utf8))
            let failure = (json as? [String: Any])?["failure"] as? [String: Any]
            #expect(failure?["line"] as? Int == line)
            for peer in scene(cast).peers where !peer.startsLater {
                let log = played.folder.appendingPathComponent("\(peer.name).jsonl").path
                #expect(FileManager.default.fileExists(atPath: log))
            }
        }
    }

    private func scene(_ cast: String) -> Scene {
        guard let scene = try? SceneParser.parse(cast + "start", file: "f.scene") else {
            preconditionFailure("the casts of these tests are well-formed")
        }
        return scene
    }

    @Test("Peers that behave pass, and their logs are removed")
    func success() throws {
        let steps = """
            start
            anna types "print \(Self.message("1", from: "ben", "hello"))"
            anna hears "hello" from ben within 5s
            ben types "complain by the way"
            ben complains "by the way"
            ben types "exit 3"
            ben exits 3
            """
        try play(steps) { played in
            #expect(played.result.outcome == .passed)
            #expect(played.text("transcript.txt").contains("anna hears ben in lobby: hello"))
            let names = try FileManager.default.contentsOfDirectory(atPath: played.folder.path).sorted()
            #expect(names == ["result.json", "sequence.svg", "transcript.txt"])
        }
    }

    @Test("A peer that never becomes ready is named")
    func mute() throws {
        let cast = Self.cast.replacing("ben fake", with: "ben fake argument=--mute")
        try expectFailure(
            "start within 1s # here",
            cast: cast,
            ["ben should be ready and listening within 1 s"]
        )
    }

    @Test("A peer that dies is named with its status and its last words")
    func death() throws {
        try expectFailure(
            """
            start
            anna types "complain Fatal error: I give up"
            anna complains "give up"
            anna types "exit 7"
            ben sees connected # here
            """,
            ["anna ended unexpectedly: exit status 7", "it wrote:\n    Fatal error: I give up"]
        )
    }

    @Test("A peer that cannot be started is named with the program")
    func noProgram() throws {
        let cast = Self.cast.replacing("engine fake sh", with: "engine fake /nonexistent/program")
        try play("start", cast: cast) { played in
            guard case .failed(let problem) = played.result.outcome else {
                Issue.record("it did not fail")
                return
            }
            #expect(problem.message.contains("/nonexistent/program"), "\(problem)")
        }
    }

    @Test("A line that is no event is shown", arguments: ["not JSON", #"{\"event\":1}"#, "[]"])
    func noEvent(line: String) throws {
        try expectFailure(
            """
            start
            anna types "print \(line)"
            anna sees connected # here
            """,
            ["anna wrote a line that is no JSON event: " + line.replacing("\\", with: "")]
        )
    }

    @Test("A greeting before the first event is shown")
    func greeting() throws {
        let cast = Self.cast.replacing("ben fake", with: "ben fake argument=--confused")
        try expectFailure("start # here", cast: cast, ["ben wrote a line that is no JSON event: Welcome"])
    }

    @Test("Half a line at the end is no event either")
    func halfLine() throws {
        try expectFailure(
            """
            start
            anna types "write {\\"event\\":\\"mess"
            anna types "exit 0"
            anna exits 0 # here
            """,
            [#"anna wrote a line that is no JSON event: {"event":"mess"#]
        )
    }

    @Test("An error event that nobody expected fails the scene where it came")
    func errorEvent() throws {
        try expectFailure(
            """
            start
            anna types "print {\\"event\\":\\"error\\",\\"message\\":\\"no room\\"}"
            anna types "print {\\"event\\":\\"left\\",\\"room\\":\\"x\\"}"
            anna sees left room=x # here
            ben types "nothing"
            """,
            ["anna reported an error that no step expected: no room"]
        )
    }

    @Test("An error event that a step expects is none")
    func expectedError() throws {
        let steps = """
            start
            anna types "print {\\"event\\":\\"error\\",\\"message\\":\\"no room\\"}"
            anna sees error message=*room*
            """
        try play(steps) { #expect($0.result.outcome == .passed) }
    }

    @Test("A message that is missing is told with what came instead")
    func missing() throws {
        try expectFailure(
            """
            start
            ben types "print \(Self.message("1", from: "anna", "hallo"))"
            ben hears "hello" from anna within 2s # here
            """,
            [
                "ben should hear \"hello\" from anna; else it heard \"hallo\" from anna in lobby; within 2 s"
            ]
        )
    }

    @Test("Of many messages the missing ones are counted and the first is named")
    func someMissing() throws {
        try expectFailure(
            """
            start
            ben types "print \(Self.message("1", from: "anna", "m 1"))"
            ben types "print \(Self.message("3", from: "anna", "m 3"))"
            ben hears "m {n}" from anna times 3 within 2s # here
            """,
            ["ben should hear \"m 2\" from anna;"]
        )
    }

    @Test("A message from somebody else is not the one that was expected")
    func impostor() throws {
        try expectFailure(
            """
            start
            anna types "print \(Self.message("1", from: "mallory", "it is me, ben"))"
            anna hears "it is me, ben" from ben within 2s # here
            """,
            ["anna should hear \"it is me, ben\" from ben; else it heard \"it is me, ben\" from …allory"]
        )
    }

    @Test("A message that is shown twice fails any scene")
    func twice() throws {
        try expectFailure(
            """
            start
            ben types "print \(Self.message("1", from: "anna", "again"))" times 2
            ben hears "again" from anna times 2 within 5s # here
            """,
            ["ben received the message \"again\" twice"]
        )
    }

    @Test("A message that should not have come is told")
    func unwanted() throws {
        try expectFailure(
            """
            start
            ben types "print \(Self.message("1", from: "anna", "secret"))"
            ben hears "secret" from anna
            ben has not heard "secret" # here
            """,
            ["ben should not have heard \"secret\""]
        )
    }

    @Test("Another exit status than expected is told with the last words")
    func status() throws {
        try expectFailure(
            """
            start
            anna types "complain out of paper"
            anna complains "paper"
            anna types "exit 1"
            anna exits 0 # here
            """,
            ["anna should end with status 0, it ended with exit status 1", "out of paper"]
        )
    }

    @Test("Somebody who was killed has no exit status")
    func killed() throws {
        try expectFailure(
            """
            start
            kill anna
            anna exits 0 # here
            """,
            ["anna should end with status 0, it ended with killed (signal 9)"]
        )
    }

    @Test("A peer that does not heed /quit fails the scene at its end, and is not left behind")
    func stubborn() throws {
        let cast = Self.cast.replacing("ben fake", with: "ben fake argument=--stubborn")
        try expectFailure(
            "start\nben quits within 200ms # here",
            cast: cast,
            ["ben should end with status 0"]
        )
    }

    @Test("A scene that takes longer than its limit fails with what it waited for")
    func limit() throws {
        try expectFailure(
            "limit 3s\nstart\nben sees connected peer=@anna # here",
            ["the scene takes longer than its limit of 3 s; ben should report connected peer=@anna"]
        )
    }

    @Test("Nobody who does not run can speak")
    func silence() throws {
        try expectFailure("start\nkill anna\nanna says \"boo\" # here", ["anna does not run"])
    }

    @Test("The time that everything may take can be multiplied")
    func patience() throws {
        let cast = Self.cast.replacing("ben fake", with: "ben fake argument=--mute")
        let scene = try SceneParser.parse(cast + "start within 100ms", file: "f.scene")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "scene-\(UUID().uuidString)"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = PlayOptions(folder: folder.path, environment: ProcessInfo.processInfo.environment)
        options.patience = 3
        guard case .failed(let problem) = Player(scene, options: options, listener: { _ in }).play().outcome
        else {
            Issue.record("it did not fail")
            return
        }
        #expect(problem.message.contains("within 300 ms"), "\(problem)")
    }
}
