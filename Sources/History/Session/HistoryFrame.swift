import Net

/// One frame of a session: a length, a kind and a body.
enum HistoryFrame: Equatable {
    case hello(HistoryHello)
    /// The peer is in no such room, or keeps nothing of it; it does not say which.
    case refusal
    /// A message of negentropy.
    case reconciliation(ArraySlice<UInt8>)
    /// The positions of those named that are wanted, ascending.
    case wants([Int])
    /// Signed messages.
    case messages([ArraySlice<UInt8>])
    /// Everything that was wanted, or is lacking there, was sent.
    case done

    /// The shortest limit that a peer may set to messages of a reconciliation.
    static let leastMessageBytes: UInt64 = 4_096
    /// The longest frame: a batch of messages ends at `batchBytes`, and the last may be as long as a message.
    static let maximumBytes = 131_072
    /// The bytes at which a batch ends.
    static let batchBytes = 16_384
    /// The most messages of a batch.
    static let batchMessages = 1_000
    /// The most positions of one `wants`.
    static let maximumWants = 40_000

    init(_ frame: ArraySlice<UInt8>) throws(HistoryViolation) {
        guard let kind = frame.first else { throw .malformedFrame }
        let body = frame.dropFirst()
        switch kind {
        case 0: self = .hello(try HistoryHello(body))
        case 1: self = .refusal
        case 2: self = .reconciliation(body)
        case 3: self = .wants(try Self.wants(body))
        case 4: self = .messages(try Self.messages(body))
        case 5: self = .done
        default: throw .malformedFrame
        }
    }

    /// Appends the frame, behind its length.
    func append(to bytes: inout [UInt8]) {
        var frame: [UInt8]
        switch self {
        case .hello(let hello): frame = [0] + hello.bytes
        case .refusal: frame = [1]
        case .reconciliation(let message): frame = [2] + message
        case .wants(let positions):
            frame = [3]
            Self.append(positions, to: &frame)
        case .messages(let messages):
            frame = [4]
            for message in messages {
                Varint.append(UInt64(message.count), to: &frame)
                frame.append(contentsOf: message)
            }
        case .done: frame = [5]
        }
        Varint.append(UInt64(frame.count), to: &bytes)
        bytes.append(contentsOf: frame)
    }

    // MARK: - Wants: how many are passed over, how many follow, in turn

    private static func append(_ positions: [Int], to frame: inout [UInt8]) {
        var next = 0
        var place = 0
        while place < positions.count {
            var end = place + 1
            while end < positions.count, positions[end] == positions[end - 1] + 1 { end += 1 }
            Varint.append(UInt64(positions[place] - next), to: &frame)
            Varint.append(UInt64(end - place), to: &frame)
            next = positions[end - 1] + 1
            place = end
        }
    }

    private static func wants(_ body: ArraySlice<UInt8>) throws(HistoryViolation) -> [Int] {
        var rest = body
        var positions: [Int] = []
        var next: UInt64 = 0
        do throws(VarintError) {
            while !rest.isEmpty {
                let gap = try Varint.take(from: &rest)
                let count = try Varint.take(from: &rest)
                // Compared before they are added: the numbers are the peer's word.
                guard gap <= UInt64(maximumWants), count > 0, count <= UInt64(maximumWants),
                    next + gap + count <= UInt64(maximumWants)
                else { throw VarintError.overlong }
                next += gap
                positions.append(contentsOf: Int(next)..<Int(next + count))
                next += count
            }
        } catch {
            throw .malformedFrame
        }
        return positions
    }

    private static func messages(_ body: ArraySlice<UInt8>) throws(HistoryViolation) -> [ArraySlice<UInt8>] {
        var rest = body
        var messages: [ArraySlice<UInt8>] = []
        do throws(VarintError) {
            while !rest.isEmpty {
                let count = try Varint.take(from: &rest)
                guard count <= UInt64(rest.count), messages.count < batchMessages else {
                    throw VarintError.truncated
                }
                messages.append(rest.prefix(Int(count)))
                rest = rest.dropFirst(Int(count))
            }
        } catch {
            throw .malformedFrame
        }
        return messages
    }
}
