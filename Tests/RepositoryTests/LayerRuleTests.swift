import Testing

/// The rules that keep the layers apart and the core driven from outside, checked on the sources.
@Suite("Rules of the layers")
struct LayerRuleTests {
    /// What is compiled for both targets.
    private static let core = ["Sources/Net", "Sources/Gossip", "Sources/History", "Sources/ChatApp/Core"]

    /// Below `Sources/Net`, but modules of their own.
    private static let transports = ["NIO", "Runtime", "WASI"].map { "Sources/Net/Transport/\($0)/" }

    /// Collections in pure Swift that compile in Embedded Swift: ours, and swift-collections'.
    private static let collections: Set<String> = [
        "HearsayCollections", "DequeModule", "HeapModule", "OrderedCollections",
    ]

    private static let cryptoModule = "CCryptoBoringSSL"
    private static let cryptoFile = "Sources/Net/Crypto/BoringSSL.swift"

    private func files(below folders: [String]) -> [SwiftSource] {
        let files = folders.flatMap { SwiftSource.files(below: $0) }
            .filter { file in !Self.transports.contains { file.path.hasPrefix($0) } }
        #expect(files.count > 5)
        return files
    }

    /// Gossip without what glues it to streams, which is a module of its own.
    private func gossipFiles() -> [SwiftSource] {
        files(below: ["Sources/Gossip"]).filter { !$0.path.hasPrefix("Sources/Gossip/PubSub/") }
    }

    /// A file has the name of its type, perhaps followed by the part of it that it holds.
    private func typeName(_ file: SwiftSource) -> String {
        String(file.path.split(separator: "/").last?.prefix { $0 != "." && $0 != "+" } ?? "")
    }

    private func coreFiles() -> [SwiftSource] { files(below: Self.core) }

    @Test(
        "Each layer of the core imports those below it and nothing else",
        arguments: [
            ("Sources/Net", [cryptoModule]), ("Sources/Gossip", ["Net"]),
            ("Sources/Gossip/PubSub", ["Net", "Gossip"]),
            ("Sources/History", ["Net", "Gossip"]),
            ("Sources/ChatApp/Core", ["Net", "Gossip", "History", "PubSub"]),
        ]
    )
    func imports(folder: String, allowed: [String]) throws {
        for file in folder == "Sources/Gossip" ? gossipFiles() : files(below: [folder]) {
            let others = try file.imports().subtracting(Self.collections).subtracting(allowed)
            #expect(others.isEmpty, "\(file.path) imports \(others.sorted())")
        }
    }

    @Test("One file talks to the C module, and no other in the core touches unsafe memory")
    func unsafeMemory() throws {
        for file in coreFiles() where file.path != Self.cryptoFile {
            #expect(!(try file.imports()).contains(Self.cryptoModule), "\(file.path)")
            #expect(try file.lines(containing: #"\b[Uu]nsafe|OpaquePointer|Unmanaged"#) == [])
        }
    }

    @Test("Only the drivers and programs know the platform")
    func platforms() throws {
        let native: Set<String> = [
            "Foundation", "Glibc", "NIOCore", "NIOPosix", "CNcurses", "CResolv", "Dispatch",
        ]
        for file in SwiftSource.files(below: "Sources") {
            let isNative =
                file.path.hasPrefix("Sources/ChatApp/Native/")
                || file.path.hasPrefix("Sources/Tools/")
                || file.path.hasPrefix("Sources/Net/Transport/NIO/")
                || file.path.hasPrefix("Sources/Net/Transport/Runtime/NIO/")
            let isComponent =
                file.path.hasPrefix("Sources/ChatApp/Component/")
                || file.path.hasPrefix("Sources/Net/Transport/WASI/")
                || file.path.hasPrefix("Sources/Net/Transport/Runtime/WASI/")
            if !isNative { #expect(try file.imports().isDisjoint(with: native), "\(file.path)") }
            if !isComponent { #expect(!(try file.imports()).contains("CWASI"), "\(file.path)") }
            if !isNative && !isComponent {
                let conditions = #"#(if|elseif)\b.*\b(os|arch|canImport|targetEnvironment)\b"#
                #expect(try file.lines(containing: conditions) == [])
            }
        }
    }

    @Test("Gossip knows no connection: of Net it names bytes, time, identities and directions alone")
    func gossipKnowsNoStream() throws {
        let layers = ["Connection", "Multistream", "Noise", "Protocols", "Swarm", "Transport", "Yamux"]
        let types = layers.flatMap { SwiftSource.files(below: "Sources/Net/" + $0) }.reduce(into: Set()) {
            $0.insert(typeName($1))
        }
        // Directions are everybody's; a few of Gossip's own types have names that other layers use too.
        .subtracting(["Direction"]).subtracting(SwiftSource.files(below: "Sources/Gossip").map(typeName))
        #expect(types.count > 30)
        for file in gossipFiles() {
            let found = try file.words().intersection(types).sorted()
            #expect(found.isEmpty, "\(file.path): \(found)")
        }
    }

    @Test(
        "The core does not do what belongs outside, or what could trap",
        arguments: [
            ("reads a clock", #"\b(ContinuousClock|SuspendingClock|Date\(\)|clock_gettime|usleep)\b"#),
            (
                "runs something beside itself",
                #"\b(async|await|actor|Task|Thread|DispatchQueue|Mutex)\b(?!:)"#
            ),
            ("prints or reads", #"(^|[^.\w])(?<!case )(print|debugPrint|readLine|getenv|exit)\("#),
            (
                "has randomness of its own",
                #"SystemRandomNumberGenerator|\.(random|shuffled|randomElement)\(\)"#
            ),
            ("has randomness of its own", #"\.(random|shuffle|shuffled)\(in: [^,]*\)$"#),
            // At the margin, or static, and stored: a computed one opens a brace.
            ("has a global variable", #"^((public|internal|package|private|fileprivate) )?var [^{}]*$"#),
            ("has a static variable", #"\bstatic var \w+(: [^{\n]*)?( =.*)?$"#),
            ("switches checks of the compiler off", #"nonisolated\(|@unchecked|@preconcurrency"#),
            ("keeps a closure", #"^ {4}(\w+ )*(let|var) \w+: .*->[^{\n]*$"#),
            (
                "has delegates or existential types",
                #"\b(weak|unowned)\b|\b[dD]elegate\b|: AnyObject\b|\bany [A-Z]"#
            ),
            ("swallows an error or traps", #"\btry[!?]|\bas!|\bfatalError\("#),
            ("unwraps by force", #"[\w)\]]!(?!=)[\s.)\],]"#),
            ("throws an error of any type", #"\bthrows( ->| \{|$)"#),
        ]
    )
    func forbidden(what: String, pattern: String) throws {
        for file in coreFiles() where file.path != Self.cryptoFile {
            let lines = try file.lines(containing: pattern)
            #expect(lines == [], "the core \(what)")
        }
    }

    @Test("The rules look at code alone: not at comments, not into text")
    func codeAlone() throws {
        let text = #"""
            let a = b! // c!
            let d = "e!\" f! " + g! /// h!
            let i = """
                j!
                """ + k!.l
            """#
        let source = SwiftSource(path: "x", text: [UInt8](text.utf8))
        #expect(
            try source.lines(containing: #"\w!"#) == [
                "x:1: let a = b!", "x:2: let d = \"\" + g!", "x:5: + k!.l",
            ]
        )
        #expect(try source.words() == ["let", "a", "b", "d", "g", "i", "k", "l"])
        let imports = SwiftSource(path: "x", text: [UInt8]("import A\npublic import B\n// import C\n".utf8))
        #expect(try imports.imports() == ["A", "B"])
    }

    @Test(
        "Inside a module too, a lower folder names nothing of a higher one",
        arguments: [
            (
                "Sources/Net",
                [
                    "Bytes", "Collections", "Crypto", "Identity", "Noise", "Multistream", "Yamux",
                    "Transport", "Connection",
                    "Protocols", "Swarm", "Host",
                ]
            ),
            (
                "Sources/Gossip",
                [
                    "API", "Wire", "Tables", "Scoring", "Subscriptions", "Validation", "Meshes", "Overlay",
                    "Exchange", "Publishing", "Outbound", "Router",
                ]
            ),
        ]
    )
    func folderOrder(module: String, folders: [String]) throws {
        let declared = try folders.map { folder in
            try SwiftSource.files(below: module + "/" + folder).filter { file in
                // The drivers below a folder are modules of their own.
                file.path.split(separator: "/").count == module.split(separator: "/").count + 2
            }.map { ($0, try $0.declaredTypes()) }
        }
        for (level, files) in declared.enumerated() {
            let higher = Set(declared[(level + 1)...].joined().flatMap { $0.1 })
            for (file, own) in files {
                let found = try file.words().intersection(higher.subtracting(own)).sorted()
                #expect(found.isEmpty, "\(file.path) names \(found)")
            }
        }
    }

    @Test("A file of the core can be read in one go")
    func sizes() throws {
        for file in coreFiles() {
            #expect(file.lineCount <= 430, "\(file.path) has \(file.lineCount) lines")
        }
    }
}
