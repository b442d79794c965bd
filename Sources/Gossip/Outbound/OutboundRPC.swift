import Net

/// An RPC being put together.
struct OutboundRPC {
    private(set) var bytes: [UInt8] = []
    /// Of `bytes`, those of messages.
    private(set) var messageBytes = 0

    mutating func append(_ field: [UInt8]) {
        bytes.append(contentsOf: field)
    }

    mutating func append(message field: [UInt8]) {
        messageBytes += field.count
        // A message alone is shared with the RPCs to other peers instead of copied.
        if bytes.isEmpty { bytes = field } else { bytes.append(contentsOf: field) }
    }

    /// Appends the control part: one field, because some decoders keep only the last one.
    mutating func appendControl(_ urgent: [[UInt8]], _ gossip: [[UInt8]], byteCount: Int) {
        guard byteCount > 0 else { return }
        // Field 3, length-delimited.
        Varint.append(UInt64(RPCField.control) << 3 | 2, to: &bytes)
        Varint.append(UInt64(byteCount), to: &bytes)
        for entry in urgent { bytes.append(contentsOf: entry) }
        for entry in gossip { bytes.append(contentsOf: entry) }
    }
}
