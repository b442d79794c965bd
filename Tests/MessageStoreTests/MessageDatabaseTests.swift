import ChatCore
import Foundation
import Gossip
import History
import Net
import Testing

@testable import MessageStore

@Suite("What is kept in a file")
final class MessageDatabaseTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    private let lobby: RoomName
    private var path: String { folder.path + "/messages.sqlite" }

    init() throws {
        lobby = try RoomName("lobby")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func records(_ texts: [String], topic: String) throws -> [HistoryRecord] {
        var configuration = GossipConfiguration()
        configuration.limits.maximumHeldMessages = 100_000
        var router = GossipRouter(
            localIdentity: KeyPair(seed: [UInt8](repeating: 1, count: 32)),
            configuration: configuration,
            seed: [UInt8](repeating: 1, count: 32),
            initialSequenceNumber: 1,
            now: .origin
        )
        return try texts.enumerated().compactMap { number, text in
            let payload = ChatPayload(
                nick: "ann",
                text: text,
                milliseconds: 1_700_000_000_000 + UInt64(number) * 1_000,
                kind: .text
            )
            let id = try router.publish(payload.bytes, to: topic, now: .origin)
            return HistoryRecord(
                try SignedGossipMessage(trusting: router.encodedMessage(id) ?? []),
                time: .payload
            )
        }
    }

    @Test("What was kept is there in the next run, in its order, once, for its owner alone")
    func kept() throws {
        let records = try Self.records(["one", "two", "three"], topic: lobby.topic)
        do {
            let database = try MessageDatabase(path: path)
            try database.perform(records.reversed().map { .keep(lobby, $0) })
            try database.perform([.keep(lobby, records[0])])
        }
        let database = try MessageDatabase(path: path)
        #expect(try database.room(lobby, latest: 10) == MessageDatabase.Room(records: records))
        #expect(try database.room(lobby, latest: 2).records == Array(records[1...]))
        #expect(try database.page(of: lobby, before: records[2].item, count: 1) == [records[1]])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            var status = stat()
            #expect(stat(folder.path + "/" + name, &status) == 0 && status.st_mode & 0o077 == 0, "\(name)")
        }
    }

    @Test("Words are found, in the room that was asked for")
    func search() throws {
        let database = try MessageDatabase(path: path)
        let records = try Self.records(["the quick fox", "a lazy dog", "quick again"], topic: lobby.topic)
        try database.perform(records.map { .keep(lobby, $0) })
        #expect(try database.search("quick", in: lobby, count: 9) == [records[0], records[2]])
        #expect(try database.search("QUI", in: lobby, count: 1) == [records[2]])
        #expect(try database.search("quick \"*", in: try RoomName("other"), count: 9) == [])
    }

    @Test("What was forgotten stands nowhere in the file, and the time of it is remembered")
    func forgotten() throws {
        let database = try MessageDatabase(path: path)
        let secret = "unforgettable"
        let records = try Self.records((0..<200).map { "\(secret) \($0)" }, topic: lobby.topic)
        try database.perform(records.map { .keep(lobby, $0) })
        try database.perform([.forget(lobby, seconds: 77)])
        #expect(try database.room(lobby, latest: 10) == MessageDatabase.Room(records: [], floor: 78))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: folder.appending(path: name))
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
    }

    @Test("What has become too old goes, in every room")
    func expired() throws {
        let database = try MessageDatabase(path: path)
        let records = try Self.records(["one", "two", "three"], topic: lobby.topic)
        try database.perform(records.map { .keep(lobby, $0) })
        try database.expire(before: records[1].item.time)
        #expect(try database.room(lobby, latest: 9).records == Array(records[1...]))
        #expect(try database.search("one", in: lobby, count: 9) == [])
    }

    @Test("A store gives back what it was given, in the next run too")
    func store() async throws {
        let records = try Self.records(["one", "two", "three"], topic: lobby.topic)
        let now = UInt64(Date().timeIntervalSince1970)
        for life in 0..<2 {
            let store = MessageStore(
                folder: folder.path,
                localPeer: records[0].author,
                keep: HistoryKeep(seconds: now)
            ) { problem in Issue.record("\(problem)") }
            if life == 0 { for record in records { store.perform(.keep(lobby, record)) { _, _ in } } }
            let opened = await withCheckedContinuation { continuation in
                store.perform(.open(lobby)) { continuation.resume(returning: ($0, $1)) }
            }
            #expect(opened.0 == lobby && opened.1.records == records)
            let page = await withCheckedContinuation { continuation in
                store.load(
                    lobby,
                    beforeMessage: records[2].message?.id.bytes ?? [],
                    at: records[2].item.time * 1_000,
                    latest: 1
                ) { continuation.resume(returning: $0) }
            }
            #expect(page.map(\.text) == ["two"] && page.allSatisfy(\.isOwn))
            store.finish()
        }
    }

    @Test("Two programs never share a file, and one that is torn is put aside")
    func exclusive() throws {
        do {
            let database = try MessageDatabase(path: path)
            try database.perform(try Self.records(["one"], topic: lobby.topic).map { .keep(lobby, $0) })
        }
        try Data(repeating: 7, count: 5_000).write(to: URL(filePath: path))
        let database = try MessageDatabase(path: path)
        #expect(database.wasDamaged)
        #expect(throws: StoreError.inUse) { try MessageDatabase(path: self.path) }
        #expect(try database.room(lobby, latest: 1) == MessageDatabase.Room())
        #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
    }

    @Test("Killed two hundred times while it writes: all that was said to be kept is there")
    func killed() throws {
        let writer = Bundle.main.bundleURL.deletingLastPathComponent().appending(path: "debug/store-writer")
        let program =
            FileManager.default.fileExists(atPath: writer.path)
            ? writer
            : URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
                path: "store-writer"
            )
        var kept: Set<String> = []
        for life in 0..<200 {
            let process = Process()
            let output = Pipe()
            process.executableURL = program
            process.arguments = [path, String(life)]
            process.standardOutput = output
            try process.run()
            usleep(UInt32.random(in: 60_000...140_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let lines = output.fileHandleForReading.readDataToEndOfFile()
            // The last line may be cut short.
            let text = String(decoding: lines, as: UTF8.self)
            kept.formUnion(
                text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1).map(String.init)
            )
        }
        let database = try MessageDatabase(path: path)
        let texts = try database.room(lobby, latest: 1_000_000).records.compactMap {
            $0.chatMessage(in: lobby, localPeer: $0.author)?.text
        }
        #expect(kept.count > 500)
        #expect(kept.subtracting(texts.map { String($0.dropFirst("message ".count)) }).isEmpty)
    }
}
