/// Base58 with Bitcoin's alphabet: how peer ids are written.
package enum Base58 {
    /// The longest text that is decoded, in characters: decoding takes quadratic time.
    package static let maximumTextBytes = 256

    /// The text of `bytes`.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: base.encode(bytes[...]), as: UTF8.self)
    }

    /// The bytes of `text`; nil when it is longer than the limit or has a character that is no digit.
    package static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= maximumTextBytes else { return nil }
        return base.decode([UInt8](text.utf8)[...])
    }

    private static var base: PositionalBase { Multibase.base58btc }
}
