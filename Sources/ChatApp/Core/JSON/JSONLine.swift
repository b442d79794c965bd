import Net

/// One event as one line of JSON, and back.
///
/// The line is one object with an `event` field, holds no line break, and is valid whatever peers sent.
/// Fields may be added in later versions; none will change its meaning.
public enum JSONLine {
    /// The event as JSON, without a line break at the end.
    public static func encode(_ event: ChatEvent) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("event", event.name)
            event.writeFields(to: &writer)
        }
        return writer.bytes
    }

    /// Reads an event that `encode` wrote, as a front does that runs the component as a child process.
    ///
    /// - Throws: `JSONError`, where the line is no event of this version.
    public static func decode(_ line: [UInt8]) throws(JSONError) -> ChatEvent {
        try ChatEvent(JSONFields(try JSONParser.parse(line)))
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    mutating func member(_ name: String, _ value: PeerID) {
        member(name, value.description)
    }

    mutating func member(_ name: String, _ value: Multiaddr) {
        member(name, value.description)
    }

    mutating func member(_ name: String, _ value: RoomName) {
        member(name, value.text)
    }

    mutating func member(_ name: String, _ value: some BinaryInteger) {
        key(name)
        number(value)
    }

    mutating func member(_ name: String, _ value: Double) {
        key(name)
        number(value)
    }

    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    mutating func member(_ name: String, _ values: [PeerID]) {
        key(name)
        array { writer in
            for value in values { writer.string(value.description) }
        }
    }

    mutating func member<Element>(
        _ name: String,
        _ values: [Element],
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        array { writer in
            for value in values { writer.object { write(&$0, value) } }
        }
    }
}
