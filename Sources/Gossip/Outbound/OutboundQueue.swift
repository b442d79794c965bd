import HearsayCollections
import Net

/// What waits to be sent to one peer, by priority: control before gossip before messages.
///
/// While the peer reads, everything queued by one input leaves at once, in as few RPCs as the limits allow.
/// While it does not, each kind is bounded: gossip is dropped first, then messages; control entries are too
/// important to lose, so that a peer that does not read even those is disconnected.
struct OutboundQueue {
    /// Whether the driver has reported that the peer does not keep up.
    var isCongested = false
    /// Whether the peer stands in the list of peers to send to.
    var isListed = false
    /// Parts dropped since the connection began.
    private(set) var dropped: UInt64 = 0

    /// Fields of the RPC itself: subscriptions and the test extension.
    private var plain: [[UInt8]] = []
    private var control: [[UInt8]] = []
    private var gossip: [[UInt8]] = []
    private var messages = Fifo<EncodedMessage>()
    private var messageBytes = 0

    var isEmpty: Bool { plain.isEmpty && control.isEmpty && gossip.isEmpty && messages.isEmpty }
    var messageCount: Int { messages.count }

    /// Whether more subscriptions and control entries wait than a peer may leave unread.
    func isOverfull(_ limits: GossipLimits) -> Bool {
        isCongested && plain.count + control.count > limits.maximumQueuedControlEntries
    }

    /// Begins a stream. The hello goes first and stands for all subscriptions that were to be told; what else
    /// waits follows.
    mutating func begin(_ hello: Hello) {
        plain = hello.subscriptions
        // A GRAFT that waits comes before those that may repeat it, and a PRUNE before the GRAFT that took it
        // back.
        control = (hello.extensions.map { [$0] } ?? []) + control + hello.grafts
        isCongested = false
    }

    /// Puts the peer on the list of those to send to. Returns whether it is new there: only if there is
    /// something to send, and it reads.
    mutating func list() -> Bool {
        guard !isListed, !isCongested, !isEmpty else { return false }
        isListed = true
        return true
    }

    mutating func appendPlain(_ field: [UInt8]) {
        plain.append(field)
    }

    mutating func appendControl(_ entry: [UInt8]) {
        control.append(entry)
    }

    /// Returns whether there was room.
    mutating func appendGossip(_ entry: [UInt8], limits: GossipLimits) -> Bool {
        guard gossip.count < limits.maximumQueuedControlEntries else {
            dropped += 1
            return false
        }
        gossip.append(entry)
        return true
    }

    /// Returns whether there was room. Gossip makes room for messages.
    mutating func append(_ message: EncodedMessage, limits: GossipLimits) -> Bool {
        let bytes = messageBytes + message.field.count
        // A single message always fits an empty queue, whatever the limits say.
        let fits = messages.count < limits.maximumQueuedMessages && bytes <= limits.maximumQueuedBytes
        guard fits || messages.isEmpty else {
            dropped += 1 + UInt64(gossip.count)
            gossip = []
            return false
        }
        messages.append(message)
        messageBytes = bytes
        return true
    }

    /// The next RPC; nil when nothing is left.
    ///
    /// - Parameter isDeclined: Whether the peer has said meanwhile that it does not want a message; it is
    ///   left out then.
    mutating func next(limits: GossipLimits, isDeclined: (MessageID) -> Bool) -> OutboundRPC? {
        var rpc = OutboundRPC()
        var controlBytes = 0
        let urgent = Self.take(&control, room: limits.outboundControlBytes, used: &controlBytes)
        let lazy =
            control.isEmpty ? Self.take(&gossip, room: limits.outboundControlBytes, used: &controlBytes) : []
        // Sixteen bytes are for the key and the length of the control part.
        var used = controlBytes
        for field in Self.take(&plain, room: limits.outboundRPCBytes - 16, used: &used) { rpc.append(field) }
        rpc.appendControl(urgent, lazy, byteCount: controlBytes)
        // An RPC is read when all of it is there: IDONTWANT would come too late behind the large message it
        // is about.
        if controlBytes > 0, let message = messages.first, message.field.count >= limits.separateMessageBytes
        {
            return rpc
        }
        while let message = takeMessage(room: limits.outboundRPCBytes - rpc.bytes.count, isDeclined) {
            rpc.append(message: message.field)
        }
        if rpc.bytes.isEmpty, let message = takeMessage(room: .max, isDeclined) {
            rpc.append(message: message.field)
        }
        return rpc.bytes.isEmpty ? nil : rpc
    }

    /// The next message that the peer still wants, if it is no longer than `room`.
    private mutating func takeMessage(room: Int, _ isDeclined: (MessageID) -> Bool) -> EncodedMessage? {
        while let message = messages.first {
            let declined = isDeclined(message.id)
            guard declined || message.field.count <= room else { return nil }
            _ = messages.popFirst()
            messageBytes -= message.field.count
            if !declined { return message }
        }
        return nil
    }

    /// Takes entries off the front while they fit; at least one if nothing was used yet.
    private static func take(_ entries: inout [[UInt8]], room: Int, used: inout Int) -> [[UInt8]] {
        guard !entries.isEmpty else { return [] }
        var count = 0
        for entry in entries {
            guard used == 0 || used + entry.count <= room else { break }
            used += entry.count
            count += 1
        }
        if count == entries.count {
            let all = entries
            entries = []
            return all
        }
        let taken = Array(entries.prefix(count))
        entries.removeFirst(count)
        return taken
    }
}
