/// The protobuf message around every key: `1 type`, `2 data` (libp2p/specs, peer-ids, "Keys").
struct KeyMessage {
    var type: UInt64
    var data: ArraySlice<UInt8>

    init(type: UInt64, data: ArraySlice<UInt8>) {
        self.type = type
        self.data = data
    }

    /// Reads the one canonical form: peer ids are hashes of these bytes, so two forms would be two
    /// identities.
    init(bytes: ArraySlice<UInt8>) throws(KeyError) {
        var type: UInt64?
        var data: ArraySlice<UInt8>?
        do throws(ProtobufError) {
            var reader = ProtobufReader(bytes)
            while let field = try reader.next() {
                switch field.number {
                case 1: type = try field.uint64()
                case 2: data = try field.bytes()
                default: throw ProtobufError.wrongType
                }
            }
        } catch {
            throw .malformed
        }
        guard let type, let data else { throw .malformed }
        self.init(type: type, data: data)
        guard self.bytes[...] == bytes else { throw .malformed }
    }

    var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, varint: type)
        writer.append(2, bytes: data)
        return writer.bytes
    }
}
