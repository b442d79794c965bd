import Testing

@testable import ScenePlayer

@Suite("Scene tokens")
struct SceneTokenTests {
    private let here = SceneLocation(file: "a.scene", line: 7)

    @Test("Words, quoted texts, commas and comments are told apart")
    func splitting() throws {
        let tokens = try SceneToken.split(#"anna, ben hears "a \"b\" #c" within 5s # why"#, at: here)
        #expect(tokens.map(\.text) == ["anna", "ben", "hears", #"a "b" #c"#, "within", "5s"])
        #expect(tokens.map(\.isQuoted) == [false, false, false, true, false, false])
    }

    @Test("A quoted value belongs to its word")
    func values() throws {
        let tokens = try SceneToken.split(#"sees message text="a \"b\" # c" from= "d""#, at: here)
        #expect(tokens.map(\.text) == ["sees", "message", #"text=a "b" # c"#, "from=", "d"])
        #expect(tokens.map(\.isQuoted) == [false, false, false, false, true])
    }

    @Test("Escapes stand for the characters they name")
    func escapes() throws {
        let tokens = try SceneToken.split(#""\\\n\t\u{1F600}""#, at: here)
        #expect(tokens.map(\.text) == ["\\\n\t😀"])
    }

    @Test(
        "A broken quoted text is refused with the place",
        arguments: [#""open"#, #""a"b"#, #""\q""#, #""\u{D800}""#, #""\u{zz}""#]
    )
    func refusals(line: String) {
        #expect { try SceneToken.split(line[...], at: here) } throws: {
            ($0 as? SceneProblem)?.location == here
        }
    }
}
