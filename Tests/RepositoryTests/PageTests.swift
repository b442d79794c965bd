import Foundation
import Testing

/// What the pages say of this repository: that it is there.
@Suite("Pages")
struct PageTests {
    private func page(_ path: String) throws -> Page { try #require(Page(path: path), "\(path)") }

    @Test("Every link leads to a file, and to a heading in it where it names one")
    func links() throws {
        let pages = Page.all()
        #expect(pages.count > 12)
        var count = 0
        for page in pages {
            for link in try page.links() {
                count += 1
                #expect(Repository.has(link.target), "\(page.path): \(link.target)")
                guard let anchor = link.anchor else { continue }
                let anchors = try self.page(link.target).anchors()
                #expect(anchors.contains(anchor), "\(page.path): \(link.target)#\(anchor)")
            }
        }
        #expect(count > 60)
    }

    @Test("A link, a heading and a fence are read as such")
    func reading() throws {
        let text = """
            # A page, it is
            [one](../a.md#the-key) and ![picture](b.svg), [out](https://example.org/), [`f(_:)`](c/./d.swift)
            ```
            [no](nothing.md)
            ```
            ## Next `part`
            """
        let page = Page(path: "docs/x.md", text: text)
        let links = try page.links()
        #expect(links.map(\.target) == ["a.md", "docs/b.svg", "docs/c/d.swift"])
        #expect(links.map(\.label) == ["one", "picture", "`f(_:)`"])
        #expect(links.map(\.anchor) == ["the-key", nil, nil])
        #expect(page.anchors() == ["a-page-it-is", "next-part"])
    }

    @Test("Every page below docs is linked from its list, and each page from some other")
    func found() throws {
        let listed = Set(try page("docs/README.md").links().map(\.target))
        for path in Repository.paths(below: "docs") where path.hasSuffix(".md") && path != "docs/README.md" {
            #expect(listed.contains(path), "\(path)")
        }
        var linked: Set<String> = ["README.md"]
        for page in Page.all() {
            linked.formUnion(try page.links().map(\.target).filter { $0 != page.path })
        }
        // DocC makes its own links.
        for page in Page.all() where !page.path.contains(".docc/") {
            #expect(linked.contains(page.path), "nothing leads to \(page.path)")
        }
    }

    @Test("Tests/README.md names every folder of the tests, and no other")
    func testFolders() throws {
        let spans = Set(try page("Tests/README.md").codeSpans())
        let folders = Repository.subfolders(of: "Tests")
        let deeper = folders.filter { $0 != "Tests/Suites" && $0 != "Tests/RepositoryTests" }
        let all =
            folders.filter { $0 != "Tests/Suites" }
            + (["Tests/Suites"] + deeper).flatMap { Repository.subfolders(of: $0) }
        #expect(all.count > 40)
        for folder in all {
            #expect(spans.contains(String(folder.dropFirst("Tests/".count))), "\(folder)")
        }
        for span in spans {
            let isFolder = folders.contains { span.hasPrefix($0.dropFirst("Tests/".count) + "/") }
            if isFolder { #expect(Repository.has("Tests/" + span) || span.contains("TARGET"), "\(span)") }
        }
    }

    @Test("CONTRIBUTING.md names every folder of the sources and of the demonstration")
    func sourceFolders() throws {
        let text = try #require(Repository.text(of: "CONTRIBUTING.md"))
        let inside = ["Sources/ChatApp", "Sources/Tools", "Sources/Net/Transport"]
        let folders =
            (["Sources", "demo"] + inside).flatMap { Repository.subfolders(of: $0) }.filter {
                !inside.contains($0)
            }
            + ["Tests", "docs", "scripts", "Examples", "docs/images"]
        for folder in folders { #expect(text.contains(folder), "\(folder)") }
    }

    @Test("What docs/architecture.md says of a file stands in it")
    func architecture() throws {
        let page = try page("docs/architecture.md")
        var count = 0
        for link in try page.links() where link.target.hasSuffix(".swift") {
            let source = try #require(SwiftSource.files(below: "Sources").first { $0.path == link.target })
            let symbols = link.label.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
            let words = try source.words()
            for symbol in symbols { #expect(words.contains(symbol), "\(link.label) in \(link.target)") }
            count += 1
        }
        #expect(count > 20)
        // Its tables name types.
        let types = Set(try SwiftSource.files(below: "Sources").flatMap { try $0.declaredTypes() })
        for match in try page.matches(of: #"(?m)^\| ((?:`\w+`(?:, )?)+)"#) {
            for span in match[1].split(separator: ", ") {
                let name = span.trimmingCharacters(in: CharacterSet(charactersIn: "`"))
                #expect(types.contains(name), "\(name)")
            }
        }
    }

    /// Files that a page makes up, for its reader to write.
    private static let examples: Set<String> = ["demo/scenes/mine.scene", "Sources/shout/Shout.swift"]

    @Test("Every file and folder of this repository that is named anywhere is there")
    func paths() throws {
        let tests = "Tests/RepositoryTests/"
        let texts = (Repository.rootFiles + Repository.folders.flatMap { Repository.paths(below: $0) })
            .filter {
                !$0.hasPrefix("Tests/Vectors/") && !$0.hasPrefix("demo/recording/") && !$0.hasPrefix(tests)
            }
        #expect(texts.count > 400)
        for path in texts {
            guard let text = Repository.text(of: path) else { continue }
            let missing = try Self.named(in: text).filter {
                !Repository.has($0) && !Self.examples.contains($0)
            }
            #expect(missing == [], "\(path)")
        }
    }

    /// The paths from the repository's root that stand in a text, but for those with a part left open.
    private static func named(in text: String) throws -> [String] {
        let folders = Repository.folders.joined(separator: "|")
        let pattern = #"(?:^|[^\w/.\-])((?:"# + folders + #")/[\w/.+\-]*)([*…{$<]?)"#
        return try Repository.matches(of: pattern, in: text).filter { $0[2].isEmpty }.map { match in
            match[1].trimmingCharacters(in: CharacterSet(charactersIn: "/."))
        }.filter { !$0.hasSuffix("TARGET") }
    }

    @Test("A path is found in prose, in links and in code; what is left open is not one")
    func named() throws {
        let text =
            "See Tests/Suites/Terminal/run. `scripts/x.py`, ../docs/y.md, demo/scenes/*.scene, build/docs/z \\(demo/)"
        #expect(try Self.named(in: text) == ["Tests/Suites/Terminal/run", "scripts/x.py", "demo"])
    }

    @Test("docs/building.md names every script")
    func scripts() throws {
        let text = try #require(Repository.text(of: "docs/building.md"))
        for path in Repository.paths(below: "scripts") { #expect(text.contains("`\(path)`"), "\(path)") }
    }
}
