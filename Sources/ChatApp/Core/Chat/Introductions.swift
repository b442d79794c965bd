import Net

/// Tells connected peers our nick when we meet and when we change it, and hears theirs, so that somebody is
/// known before saying anything.
///
/// Protocol `/hearsay/about/1.0.0`: a stream for each telling, on which the teller writes one protobuf
/// message (`1 string nick`; further fields are ignored) and closes; nothing is answered. Peers that do not
/// offer the protocol are told nothing. What is told is a claim, like the nick of a message.
///
/// A leaf machine: its owner opens and reads the streams.
struct Introductions {
    static let protocolName = "/hearsay/about/1.0.0"
    /// The longest telling that is read, in bytes: a nick, and room for what later versions add.
    static let maximumBytes = 512
    /// The least time between two tellings to one peer. Who changes the nick faster is told of once.
    static let tellInterval = Interval.seconds(5)
    /// The least time between two tellings of one peer that are heard.
    static let hearInterval = Interval.seconds(1)
    /// The most tellings that are being read: one of each peer, and of so many peers.
    static let maximumReading = 256

    private struct Acquaintance {
        /// When it is to be told; nil for not at all.
        var due: Instant?
        var lastTold: Instant?
        var lastHeard: Instant?
    }

    private struct Reading {
        let peer: PeerID
        var bytes: [UInt8] = []
    }

    /// The connected peers that offer the protocol, or have told us something.
    private var peers: [PeerID: Acquaintance] = Dictionary()
    private var readings: [StreamID: Reading] = Dictionary()

    // MARK: - Telling

    /// It is known which protocols a connected peer offers.
    mutating func receiveIdentified(_ peer: PeerID, offersProtocol: Bool, now: Instant) {
        guard offersProtocol, peers[peer]?.lastTold == nil, peers[peer]?.due == nil else { return }
        peers[peer, default: Acquaintance()].due = now
    }

    /// Our nick is another now: whoever was told the old one is told again.
    mutating func receiveRenamed(now: Instant) {
        for peer in peers.keys {
            guard let told = peers[peer]?.lastTold else { continue }
            peers[peer]?.due = max(now, told + Self.tellInterval)
        }
    }

    /// The peer is gone.
    mutating func receiveDisconnected(_ peer: PeerID) {
        peers[peer] = nil
        for stream in readings.keys where readings[stream]?.peer == peer { readings[stream] = nil }
    }

    /// A peer that is to be told now; the first by peer id.
    mutating func next(now: Instant) -> PeerID? {
        var first: PeerID?
        for (peer, acquaintance) in peers {
            guard let due = acquaintance.due, due <= now else { continue }
            if let known = first, known < peer { continue }
            first = peer
        }
        guard let peer = first else { return nil }
        peers[peer]?.due = nil
        peers[peer]?.lastTold = now
        return peer
    }

    /// When `next` is wanted.
    var nextDeadline: Instant? {
        var earliest: Instant?
        for acquaintance in peers.values {
            guard let due = acquaintance.due else { continue }
            earliest = earliest.map { min($0, due) } ?? due
        }
        return earliest
    }

    // MARK: - Hearing

    /// A peer tells something. Returns whether it is to be read; otherwise the stream is to be reset.
    mutating func receiveStream(_ stream: StreamID, of peer: PeerID, now: Instant) -> Bool {
        if let last = peers[peer]?.lastHeard, now - last < Self.hearInterval { return false }
        guard readings.count < Self.maximumReading, !readings.values.contains(where: { $0.peer == peer })
        else {
            return false
        }
        peers[peer, default: Acquaintance()].lastHeard = now
        readings[stream] = Reading(peer: peer)
        return true
    }

    /// Whether the stream is one that is being read.
    func isReading(_ stream: StreamID) -> Bool { readings[stream] != nil }

    /// Bytes of a telling. Returns whether it is to be read on; otherwise the stream is to be reset.
    mutating func receive(_ bytes: [UInt8], on stream: StreamID) -> Bool {
        guard let reading = readings[stream], reading.bytes.count + bytes.count <= Self.maximumBytes else {
            readings[stream] = nil
            return false
        }
        readings[stream]?.bytes += bytes
        return true
    }

    /// A telling is complete. Returns who has told which nick; nil where that is none.
    mutating func receiveEnd(of stream: StreamID) -> (peer: PeerID, nick: Nick)? {
        guard let reading = readings.removeValue(forKey: stream) else { return nil }
        return Self.nick(reading.bytes).map { (peer: reading.peer, nick: $0) }
    }

    /// The stream broke.
    mutating func receiveLoss(of stream: StreamID) { readings[stream] = nil }

    // MARK: - The message

    /// The telling of a nick.
    static func bytes(_ nick: Nick) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, string: nick.text)
        return writer.bytes
    }

    /// The nick in a telling; nil where there is none that could be one.
    static func nick(_ bytes: [UInt8]) -> Nick? {
        var reader = ProtobufReader(bytes[...])
        var text: String?
        do throws(ProtobufError) {
            while let field = try reader.next() {
                if field.number == 1 { text = String(decoding: try field.bytes(), as: UTF8.self) }
            }
        } catch {
            return nil
        }
        guard let text else { return nil }
        do throws(NickError) {
            return try Nick(text)
        } catch {
            return nil
        }
    }
}
