import Glibc
import Net

/// One way to bother a peer: what is done again and again.
enum Flood {
    /// Plaintext that is sent again and again over one connection, or a new one whenever the victim has hung
    /// up.
    case frames(opensGossip: Bool, [UInt8])
    /// Connections that are closed as soon as they are open.
    case connections
    /// Handshakes that are abandoned when the victim has done its part.
    case handshakes

    /// Every flood by name. The numbers are those of the project's list of bad inputs.
    static let all: [(name: String, flood: Flood)] = [
        ("connect and close", .connections),
        ("abandoned handshakes", .handshakes),
        ("pings", .frames(opensGossip: false, repeated(YamuxBytes.ping(1)))),
        ("streams opened", .frames(opensGossip: false, openings())),
        ("window updates of nothing", .frames(opensGossip: true, repeated(nothing))),
        ("subscriptions", gossip(subscriptions())),
        ("IHAVE", gossip(identifiers(1, topic: "bench"))),
        ("IWANT", gossip(identifiers(2, topic: nil))),
        ("IDONTWANT", gossip(identifiers(5, topic: nil))),
        ("GRAFT for unknown topics", gossip(grafts())),
        ("messages with bad signatures", gossip(forgeries())),
    ]

    /// Bytes that are sent at once.
    private static let batchBytes = 32_768
    private static let nothing = YamuxBytes.windowUpdate(flags: 0, stream: 1, credit: 0)

    private static func repeated(_ frame: [UInt8]) -> [UInt8] {
        (0..<batchBytes / frame.count).flatMap { _ in frame }
    }

    /// Every stream a peer may name; beyond the victim's limit they are to be refused.
    private static func openings() -> [UInt8] {
        (0..<batchBytes / 12).flatMap { number in
            YamuxBytes.windowUpdate(flags: 1, stream: UInt32(2 * number + 1), credit: 0)
        }
    }

    // MARK: - Gossip

    private static func gossip(_ rpcs: [[UInt8]]) -> Flood {
        .frames(opensGossip: true, rpcs.flatMap(HostilePeer.frames))
    }

    private static func rpc(_ build: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        build(&writer)
        return writer.bytes
    }

    private static func subscriptions() -> [[UInt8]] {
        (0..<40).map { batch in
            rpc { rpc in
                for number in 0..<50 {
                    rpc.append(1) { entry in
                        entry.append(1, bool: true)
                        entry.append(2, string: "nonsense \(batch) \(number)")
                    }
                }
            }
        }
    }

    /// IHAVE (1, with a topic), IWANT (2) or IDONTWANT (5) of messages that do not exist.
    private static func identifiers(_ kind: UInt32, topic: String?) -> [[UInt8]] {
        (0..<40).map { batch in
            rpc { rpc in
                rpc.append(3) { control in
                    control.append(kind) { entry in
                        if let topic { entry.append(1, string: topic) }
                        for number in 0..<40 {
                            let id = [UInt8](repeating: UInt8(batch), count: 19) + [UInt8(number)]
                            entry.append(topic == nil ? 1 : 2, bytes: id)
                        }
                    }
                }
            }
        }
    }

    private static func grafts() -> [[UInt8]] {
        (0..<40).map { batch in
            rpc { rpc in
                rpc.append(3) { control in
                    for number in 0..<40 {
                        control.append(3) { $0.append(1, string: "nonsense \(batch) \(number)") }
                    }
                }
            }
        }
    }

    private static func forgeries() -> [[UInt8]] {
        let key = KeyPair(seed: [UInt8](repeating: 77, count: 32))
        return (0..<64).map { number in
            rpc { rpc in
                rpc.append(2) { message in
                    message.append(1, bytes: key.peerID.bytes)
                    message.append(2, bytes: [UInt8](repeating: 1, count: 200))
                    message.append(3, bytes: [0, 0, 0, 0, 0, 0, 0, UInt8(number)])
                    message.append(4, string: "bench")
                    message.append(5, bytes: [UInt8](repeating: 1, count: 64))
                }
            }
        }
    }
}
