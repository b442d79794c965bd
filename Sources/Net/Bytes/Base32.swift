/// Base32 of RFC 4648 in lower case without padding: how CIDs are written.
package enum Base32 {
    /// The text of `bytes`.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: base.encode(bytes[...]), as: UTF8.self)
    }

    /// The bytes of `text`; nil when it is not the one lower-case text of some bytes.
    package static func decode(_ text: String) -> [UInt8]? {
        base.decode([UInt8](text.utf8)[...])
    }

    private static var base: BitGroupBase { BitGroupBase(alphabet: "abcdefghijklmnopqrstuvwxyz234567") }
}
