import Testing

@testable import ScenePlayer

@Suite("Scene files")
struct SceneParserTests {
    private static let cast = """
        scene A title with "quotes" # and all
        room raw:plaza
        peer anna native nick=Änne room=a room=b
        peers w 3 wasi later
        group both anna w
        link slow w1 -> anna bare delay=50ms rate=64KB

        """

    private func parse(_ steps: String) throws -> Scene {
        try SceneParser.parse(Self.cast + steps, file: "a.scene")
    }

    @Test("Declarations are read as they stand")
    func declarations() throws {
        let scene = try parse("start")
        #expect(scene.title == "A title with \"quotes\" # and all")
        #expect(scene.rooms == ["raw:plaza"])
        #expect(scene.peers.map(\.name) == ["anna", "w1", "w2", "w3"])
        #expect(scene.peers.map(\.startsLater) == [false, true, true, true])
        #expect(scene.peers[0].rooms == ["a", "b"])
        #expect(scene.peers[0].nick == "Änne")
        #expect(scene.peers[0].keepsIdentity)
        #expect(!scene.peers[1].keepsIdentity)
        #expect(scene.groups == ["w": ["w1", "w2", "w3"], "both": ["anna", "w1", "w2", "w3"]])
        #expect(scene.links.map(\.faults) == [["delay=50ms", "rate=64KB"]])
        #expect(scene.dials.map(\.link) == ["slow"])
        #expect(scene.dials.map(\.form) == [.bare])
    }

    @Test(
        "A topology has the dials its name promises",
        arguments: [
            ("line", ["w2>w1", "w3>w2"]),
            ("ring", ["w2>w1", "w3>w2", "w3>w1"]),
            ("star", ["w2>w1", "w3>w1"]),
            ("mesh", ["w2>w1", "w3>w1", "w3>w2"]),
        ]
    )
    func topology(shape: String, expected: [String]) throws {
        let scene = try SceneParser.parse(
            "scene t\npeers w 3 native\ntopology \(shape) w\nstart",
            file: "a.scene"
        )
        #expect(scene.dials.map { "\($0.from)>\($0.to)" } == expected)
    }

    @Test("Steps are read as they stand")
    func steps() throws {
        let scene = try parse(
            """
            note It's "prose"
            w1, w2 and w3 hear "x{n}" from anna in raw:plaza times 3 within 250ms
            anna sees connected peer=@w1 direction=in
            anna types "/peers" times 2
            measure anna -> w1 times 5 median 50ms within 2s
            fault slow stall=up reset
            """
        )
        let hearing = Hearing(text: TextTemplate("x{n}"), speakers: ["anna"], room: "raw:plaza", times: 3)
        let pattern = EventPattern(
            event: "connected",
            fields: [.init(name: "peer", value: "@w1"), .init(name: "direction", value: "in")]
        )
        #expect(
            scene.steps.map(\.action) == [
                .note("It's \"prose\""),
                .hear(["w1", "w2", "w3"], hearing, within: .milliseconds(250)),
                .see(["anna"], pattern, within: .seconds(10)),
                .say(["anna"], text: TextTemplate("/peers"), room: nil, times: 2, kind: .line),
                .measure(
                    Measurement(
                        from: "anna",
                        to: "w1",
                        times: 5,
                        medianLimit: .milliseconds(50),
                        within: .seconds(2)
                    )
                ),
                .fault(link: "slow", ["stall=up", "reset"]),
            ]
        )
        #expect(scene.steps[1].location == SceneLocation(file: "a.scene", line: 8))
    }

    @Test(
        "A mistake is named with its line and what was expected",
        arguments: [
            ("otto says \"x\"", "a step, a declaration or the name of a peer expected ("),
            ("otto says \"x\"", "found otto"),
            ("wait 5s", "a scene never waits for a mere time (wait)"),
            ("anna, otto hear \"x\"", "or another peer declared above, found otto"),
            ("start within soon", "a time after \"within\" such as 250ms, 5s or 2m expected, found soon"),
            ("unplug west", "the name of a host expected (a peer's host=NAME), found west"),
            ("plug", "the name of a host expected, found the end of the line"),
            ("peer otto native host=a/b", "later expected, found host=a/b"),
            ("anna says hello", "what is said in double quotes expected, found hello"),
            ("anna says", "what is said in double quotes expected, found the end of the line"),
            ("anna sings \"x\"", "a verb expected after the name of a peer"),
            ("anna hears \"x\" from otto", "a peer or a group declared above expected, found otto"),
            (
                "anna hears \"x\" within soon",
                "a time after \"within\" such as 250ms, 5s or 2m expected, found soon"
            ),
            ("anna hears \"{name}\"", "a text with {name} needs \"from PEERS\""),
            ("anna says \"x\" times 0", "how many times from 1 to 100000 expected, found 0"),
            ("anna exits 256", "an exit status from 0 to 255 expected, found 256"),
            ("fault fast reset", "the name of a link declared above expected, found fast"),
            ("fault slow explode", "cut expected, found explode"),
            ("fault slow", "what is wrong with the link expected"),
            ("peer anna native", "the name anna is taken"),
            ("peer start native", "the name start is taken"),
            (
                "peer otto cobol",
                "an engine expected (native, wasi, wasi-sealed, py), found cobol; `engine NAME COMMAND...`"
            ),
            ("peer otto native colour=red", "later expected, found colour=red"),
            ("dial anna -> anna", "a peer cannot dial itself"),
            ("dial anna w1", "-> expected between the two peers of a dial"),
            ("topology tree w", "line, ring, star or mesh expected, found tree"),
            ("needs luck", "one of ipv6, namespaces expected, found luck"),
            ("start anna nonsense", "the end of the line expected, found nonsense"),
            ("anna sees connected peer=@otto", "the name of a peer expected after @, found @otto"),
        ]
    )
    func mistakes(line: String, message: String) {
        let lines = Self.cast.split(separator: "\n").count
        #expect {
            try parse(line)
        } throws: { error in
            guard let problem = error as? SceneProblem else { return false }
            return problem.location == SceneLocation(file: "a.scene", line: lines + 1)
                && problem.message.contains(message)
        }
    }

    @Test("Hosts are those that peers name, and need namespaces")
    func hosts() throws {
        let scene = try SceneParser.parse(
            "scene t\npeer a native host=x\npeer b wasi host=y\npeer c wasi host=x\ndial b -> a\nstart\nunplug x and y\nplug x",
            file: "a.scene"
        )
        #expect(scene.hosts == ["x", "y"])
        #expect(scene.needs == [.namespaces])
        #expect(scene.steps.map(\.action).dropFirst() == [.plug(["x", "y"], false), .plug(["x"], true)])
    }

    @Test(
        "Between a host and the machine of the scene there is no way, and no proxy between hosts",
        arguments: [
            ("dial b -> a", "host= expected for both of b and a, or for neither"),
            ("dial c -> b dns", "a plain dial expected between peers with host="),
            ("link l c -> b delay=5ms", "a plain dial expected between peers with host="),
        ]
    )
    func hostDials(line: String, message: String) {
        let cast = "scene t\npeer a native\npeer b native host=x\npeer c wasi host=y\n"
        #expect {
            try SceneParser.parse(cast + line + "\nstart", file: "a.scene")
        } throws: { error in
            let problem = error as? SceneProblem
            return problem?.location.line == 5 && problem?.message.contains(message) == true
        }
    }

    @Test(
        "A file without title, peers or steps is no scene",
        arguments: ["peer a native\nstart", "scene t\nstart", "scene t\npeer a native", ""]
    )
    func incomplete(text: String) {
        #expect(throws: SceneProblem.self) { try SceneParser.parse(text, file: "a.scene") }
    }

    @Test("A file that is not there is named")
    func missingFile() {
        let expected = SceneProblem(SceneLocation(file: "no.scene", line: 0), "the file cannot be read")
        #expect(throws: expected) { try SceneParser.parse(path: "no.scene") }
    }
}
