/// Writes a protobuf message, field by field, in the order of the calls.
package struct ProtobufWriter {
    /// The message so far.
    package private(set) var bytes: [UInt8]

    /// An empty message.
    package init() {
        bytes = []
    }

    /// A message that follows `prefix` in one array: a domain separator that is signed with it, say.
    package init(after prefix: [UInt8]) {
        bytes = prefix
    }

    /// Makes room for `byteCount` bytes in all.
    package mutating func reserveCapacity(_ byteCount: Int) {
        bytes.reserveCapacity(byteCount)
    }

    /// Appends a number (wire type 0).
    package mutating func append(_ number: UInt32, varint value: UInt64) {
        appendKey(number, wireType: 0)
        Varint.append(value, to: &bytes)
    }

    /// Appends bytes or an encoded message (wire type 2).
    package mutating func append(_ number: UInt32, bytes value: ArraySlice<UInt8>) {
        appendKey(number, wireType: 2)
        Varint.append(UInt64(value.count), to: &bytes)
        bytes.append(contentsOf: value)
    }

    /// Appends bytes or an encoded message (wire type 2).
    package mutating func append(_ number: UInt32, bytes value: [UInt8]) {
        append(number, bytes: value[...])
    }

    /// Appends text as UTF-8 (wire type 2).
    package mutating func append(_ number: UInt32, string value: String) {
        let text = value.utf8
        appendKey(number, wireType: 2)
        Varint.append(UInt64(text.count), to: &bytes)
        bytes.append(contentsOf: text)
    }

    /// Appends a truth value (wire type 0).
    package mutating func append(_ number: UInt32, bool value: Bool) {
        append(number, varint: value ? 1 : 0)
    }

    /// Appends an embedded message, which `message` writes.
    package mutating func append(_ number: UInt32, message: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        message(&inner)
        append(number, bytes: inner.bytes[...])
    }

    private mutating func appendKey(_ number: UInt32, wireType: UInt64) {
        precondition(
            number >= 1 && UInt64(number) <= ProtobufReader.maximumFieldNumber,
            "field numbers are constants of our schemas"
        )
        Varint.append(UInt64(number) << 3 | wireType, to: &bytes)
    }
}
