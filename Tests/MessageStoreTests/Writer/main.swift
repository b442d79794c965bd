import ChatCore
import Foundation
import Gossip
import History
import MessageStore
import Net

/// Keeps 500 messages a second and says of each that it is kept, until it is killed: `store-writer FILE
/// LIFE`.

let path = CommandLine.arguments[1]
let life = UInt64(CommandLine.arguments[2]) ?? 0
guard let database = try? MessageDatabase(path: path), let room = try? RoomName("lobby") else { exit(1) }
var configuration = GossipConfiguration()
configuration.limits.maximumHeldMessages = 1_000_000
var router = GossipRouter(
    localIdentity: KeyPair(seed: [UInt8](repeating: 1, count: 32)),
    configuration: configuration,
    seed: [UInt8](repeating: 1, count: 32),
    initialSequenceNumber: life * 1_000_000,
    now: .origin
)
var number: UInt64 = 0
while true {
    number += 1
    let payload = ChatPayload(
        nick: "writer",
        text: "message \(life).\(number)",
        milliseconds: 1_700_000_000_000 + life * 1_000_000 + number,
        kind: .text
    )
    let id = try router.publish(payload.bytes, to: room.topic, now: .origin)
    let message = try SignedGossipMessage(trusting: router.encodedMessage(id) ?? [])
    guard let record = HistoryRecord(message, time: room.historyTime) else { exit(1) }
    try database.perform([.keep(room, record)])
    try FileHandle.standardOutput.write(contentsOf: Data("\(life).\(number)\n".utf8))
    usleep(2_000)
}
