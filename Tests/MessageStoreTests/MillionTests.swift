import ChatCore
import Foundation
import Gossip
import History
import Net
import Testing

@testable import MessageStore

/// Figures of a million messages. They take minutes, so only `HEARSAY_MILLION=1` runs them.
@Suite(
    "A million messages in store",
    .enabled(if: ProcessInfo.processInfo.environment["HEARSAY_MILLION"] == "1")
)
struct MillionTests {
    private static let words = ["stone", "river", "cloud", "ember", "willow", "harbour", "lantern", "meadow"]

    /// What looks like a signed message to whoever trusts it.
    private static func record(_ number: Int, topic: String, author: PeerID) throws -> HistoryRecord? {
        let words = (0..<8).map { Self.words[(number >> ($0 * 2)) & 7] }.joined(separator: " ")
        let payload = ChatPayload(
            nick: "ann",
            text: number % 50_000 == 0 ? "needle \(number)" : words,
            milliseconds: 1_700_000_000_000 + UInt64(number) * 250,
            kind: .text
        )
        var writer = ProtobufWriter()
        writer.append(1, bytes: author.bytes)
        writer.append(2, bytes: payload.bytes)
        writer.append(3, bytes: (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
        writer.append(4, string: topic)
        writer.append(5, bytes: [UInt8](repeating: 7, count: 64))
        return HistoryRecord(try SignedGossipMessage(trusting: writer.bytes), time: .payload)
    }

    @Test(
        "A page of scroll-back and a search take less than 50 ms, a reconciliation's answer less than 20 ms"
    )
    func figures() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try MessageDatabase(path: folder.path + "/messages.sqlite")
        let lobby = try RoomName("lobby")
        let author = KeyPair(seed: [UInt8](repeating: 1, count: 32)).peerID
        var ours = ItemIndex()
        var middle: HistoryItem?
        for batch in 0..<100 {
            let records = try (batch * 10_000..<(batch + 1) * 10_000).compactMap {
                try Self.record($0, topic: lobby.topic, author: author)
            }
            try database.perform(records.map { .keep(lobby, $0) })
            for record in records { ours.insert(record.item) }
            if batch == 50 { middle = records[0].item }
        }
        #expect(ours.count == 1_000_000)
        let place = try #require(middle)
        let page = try measure("page", .milliseconds(50)) {
            try database.page(of: lobby, before: place, count: 200)
        }
        #expect(page.count == 200)
        for words in ["needle", "stone", "stone river cloud", "nowhere"] {
            let found = try measure("search \(words)", .milliseconds(50)) {
                try database.search(words, in: lobby, count: 20)
            }
            #expect(found.isEmpty == (words == "nowhere"))
        }
        var theirs = ours
        theirs.remove(place)
        theirs.insert(HistoryItem(time: 1_700_000_000, id: ItemID(ofMessage: [1])))
        var initiator = ReconciliationInitiator(from: .start)
        var responder = ReconciliationResponder(from: .start)
        var message: [UInt8]? = initiator.begin(&ours)
        while let question = message {
            let answer = try measure("answer", .milliseconds(20)) {
                try responder.receive(question[...], &theirs)
            }
            message = try initiator.receive(answer[...], &ours)
        }
        #expect(initiator.missing.count == 1 && initiator.surplus == [place])
    }

    private func measure<Value>(
        _ name: String,
        _ limit: Duration,
        _ body: () throws -> Value
    ) throws -> Value {
        let clock = ContinuousClock()
        let begun = clock.now
        let value = try body()
        let taken = clock.now - begun
        print("\(name): \(taken)")
        #expect(taken < limit, "\(name) took \(taken)")
        return value
    }
}
