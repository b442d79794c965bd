import Net

/// The members of a JSON object, with the types that they must have.
struct JSONFields {
    private let value: JSONValue

    /// The fields of an object; of anything else there are none.
    init(_ value: JSONValue) {
        self.value = value
    }

    func text(_ name: String) throws(JSONError) -> String {
        guard let text = value[name]?.text else { throw .field(name) }
        return text
    }

    func optionalText(_ name: String) -> String? {
        value[name]?.text
    }

    func bool(_ name: String) throws(JSONError) -> Bool {
        guard let bool = value[name]?.bool else { throw .field(name) }
        return bool
    }

    /// A field that is written only where it is true.
    func optionalBool(_ name: String) -> Bool? {
        value[name]?.bool
    }

    func integer(_ name: String) throws(JSONError) -> Int64 {
        guard let integer = value[name]?.integer else { throw .field(name) }
        return integer
    }

    func natural(_ name: String) throws(JSONError) -> UInt64 {
        guard case .number(let text)? = value[name], let natural = UInt64(text) else { throw .field(name) }
        return natural
    }

    /// A field that earlier versions did not write.
    func optionalNatural(_ name: String) -> UInt64? {
        guard case .number(let text)? = value[name] else { return nil }
        return UInt64(text)
    }

    func count(_ name: String) throws(JSONError) -> Int {
        guard let count = Int(exactly: try integer(name)), count >= 0 else { throw .field(name) }
        return count
    }

    func double(_ name: String) throws(JSONError) -> Double {
        guard let double = value[name]?.double else { throw .field(name) }
        return double
    }

    /// A length of time given in milliseconds; nil where the field is missing or null.
    func optionalMilliseconds(_ name: String) -> Interval? {
        guard let milliseconds = value[name]?.double, milliseconds.magnitude < 1e12 else { return nil }
        return Interval(nanoseconds: Int64((milliseconds * 1_000_000).rounded()))
    }

    /// A number of things, where it is given and sensible.
    func optionalCount(_ name: String) -> Int? {
        guard let value = value[name]?.double, value >= 0, value < 1e9 else { return nil }
        return Int(value)
    }

    func peer(_ name: String) throws(JSONError) -> PeerID {
        guard let peer = Self.peer(try text(name)) else { throw .field(name) }
        return peer
    }

    func optionalPeer(_ name: String) -> PeerID? {
        optionalText(name).flatMap(Self.peer)
    }

    func address(_ name: String) throws(JSONError) -> Multiaddr {
        let text = try text(name)
        do {
            return try Multiaddr(text: text)
        } catch {
            throw .field(name)
        }
    }

    func room(_ name: String) throws(JSONError) -> RoomName {
        guard let room = Self.room(try text(name)) else { throw .field(name) }
        return room
    }

    func identifier(_ name: String) throws(JSONError) -> [UInt8] {
        guard let bytes = Hex.decode(try text(name)) else { throw .field(name) }
        return bytes
    }

    func texts(_ name: String) throws(JSONError) -> [String] {
        guard let elements = value[name]?.elements else { throw .field(name) }
        return elements.compactMap { $0.text }
    }

    func peers(_ name: String) throws(JSONError) -> [PeerID] {
        try texts(name).compactMap(Self.peer)
    }

    func rooms(_ name: String) throws(JSONError) -> [RoomName] {
        try texts(name).compactMap(Self.room)
    }

    /// As `objects`; none where the field is missing.
    func optionalObjects<Element>(
        _ name: String,
        _ read: (JSONFields) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        value[name] == nil ? [] : try objects(name, read)
    }

    func objects<Element>(
        _ name: String,
        _ read: (JSONFields) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard let elements = value[name]?.elements else { throw .field(name) }
        var objects: [Element] = []
        for element in elements { objects.append(try read(JSONFields(element))) }
        return objects
    }

    private static func peer(_ text: String) -> PeerID? {
        do {
            return try PeerID(text: text)
        } catch {
            return nil
        }
    }

    private static func room(_ text: String) -> RoomName? {
        do {
            return try RoomName(text)
        } catch {
            return nil
        }
    }
}
