import Gossip
import Net

/// Where the time of a message stands. All who keep a room have to agree, so it is a matter of what was
/// signed and of nothing else.
public enum HistoryTime: Equatable, Sendable {
    /// In the payload: field 3 of a protobuf message, Unix time in milliseconds. Where it is not there, in
    /// the sequence number.
    case payload
    /// In the sequence number: Unix time in nanoseconds or in seconds, as programs begin to count from.
    case sequenceNumber

    /// 2020 and 2100, in seconds: what lies outside is no time of a message.
    private static var plausible: Range<UInt64> { 1_577_836_800..<4_102_444_800 }

    /// Unix time in seconds; nil where the message does not tell.
    func seconds(of message: SignedGossipMessage) -> UInt64? {
        if self == .payload, let seconds = Self.payloadSeconds(message.data) { return seconds }
        let number = message.sequenceNumber
        return [number / 1_000_000_000, number].first { Self.plausible.contains($0) }
    }

    private static func payloadSeconds(_ data: [UInt8]) -> UInt64? {
        var reader = ProtobufReader(data)
        var milliseconds: UInt64 = 0
        do {
            while let field = try reader.next() {
                if field.number == 3 { milliseconds = try field.uint64() }
            }
        } catch {
            return nil
        }
        return milliseconds == 0 ? nil : milliseconds / 1_000
    }
}
