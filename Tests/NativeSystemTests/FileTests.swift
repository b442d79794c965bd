import Glibc
import NativeSystem
import Testing

@Suite("Files and folders")
struct FileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A new file is made whole, for the user alone, and never in place of another")
    func create() throws {
        #expect(try WholeFile.create(folder.file("key"), [1, 2]))
        #expect(try !WholeFile.create(folder.file("key"), [3]))
        #expect(folder.content("key") == [1, 2])
        #expect(try folder.permissions("key") == 0o600)
        try folder.link("link", to: "nowhere")
        #expect(try !WholeFile.create(folder.file("link"), [3]))
        #expect(throws: SystemError(ENOENT)) { try WholeFile.create(folder.file("no/folder"), [3]) }
        #expect(folder.names == ["key", "link"])
    }

    @Test("A name as long as names can be is no obstacle")
    func longName() throws {
        let name = String(repeating: "n", count: 255)
        #expect(try WholeFile.create(folder.file(name), [1]))
        try WholeFile.replace(folder.file(name), with: [2])
        #expect(folder.content(name) == [2])
        #expect(folder.names == [name])
    }

    @Test("Replacing keeps the permissions; a new file is the user's alone")
    func replace() throws {
        folder.write("config", "old", permissions: 0o644)
        try WholeFile.replace(folder.file("config"), with: Array("new".utf8))
        #expect(folder.content("config") == Array("new".utf8))
        #expect(try folder.permissions("config") == 0o644)
        try WholeFile.replace(folder.file("first"), with: [])
        #expect(folder.content("first") == [])
        #expect(try folder.permissions("first") == 0o600)
        #expect(folder.names == ["config", "first"])
    }

    @Test("A link stays a link, and what it leads to is replaced")
    func replaceThroughLinks() throws {
        try Folders.make(folder.file("dotfiles"))
        folder.write("dotfiles/config", "old")
        try folder.link("relative", to: "dotfiles/config")
        try folder.link("absolute", to: folder.file("relative"))
        try WholeFile.replace(folder.file("absolute"), with: Array("new".utf8))
        #expect(folder.content("dotfiles/config") == Array("new".utf8))
        #expect(folder.target("absolute") == folder.file("relative"))
        #expect(folder.target("relative") == "dotfiles/config")
        try folder.link("dangling", to: "dotfiles/made")
        try WholeFile.replace(folder.file("dangling"), with: [7])
        #expect(folder.content("dotfiles/made") == [7])
        #expect(folder.target("dangling") == "dotfiles/made")
    }

    @Test("Links in a circle, folders, devices and pipes are not replaced")
    func irreplaceable() throws {
        try folder.link("one", to: "two")
        try folder.link("two", to: "one")
        try folder.link("device", to: "/dev/null")
        try Folders.make(folder.file("folder"))
        mkfifo(folder.file("pipe"), 0o600)
        let names = folder.names
        #expect(throws: SystemError(ELOOP)) { try WholeFile.replace(folder.file("one"), with: []) }
        #expect(throws: SystemError(EISDIR)) { try WholeFile.replace(folder.file("folder"), with: []) }
        for name in ["device", "pipe"] {
            #expect(throws: SystemError(EINVAL)) { try WholeFile.replace(folder.file(name), with: []) }
        }
        #expect(folder.names == names)
        #expect(try FileStatus.of("/dev/null")?.kind == .other)
    }

    @Test("Folders are made with those above them, and being there is no error")
    func folders() throws {
        try Folders.make(folder.file("a/b/c"))
        try Folders.make(folder.file("a/b/c"))
        try Folders.make("/")
        try Folders.make(".")
        #expect(try folder.permissions("a/b/c") == 0o700)
        folder.write("file", "")
        #expect(throws: SystemError(ENOTDIR)) { try Folders.make(folder.file("file/below")) }
        #expect(throws: SystemError(EEXIST)) { try Folders.make(folder.file("file")) }
        try folder.link("link", to: "a")
        try Folders.make(folder.file("link/d"))
        #expect(try FileStatus.of(folder.file("a/d"))?.kind == .folder)
    }

    @Test(
        "The folder of a path",
        arguments: [("/a/b", "/a"), ("/a", "/"), ("a/b", "a"), ("a", "."), ("./a", "."), ("/", "/")]
    )
    func parents(path: String, parent: String) {
        #expect(Folders.parent(of: path) == parent)
    }
}
