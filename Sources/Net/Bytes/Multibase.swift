/// Text whose first character names its base (<https://github.com/multiformats/multibase>).
///
/// Every base of the table is here but base256emoji and the drafts, which nobody writes peer ids in.
package enum Multibase {
    /// The longest text that is decoded, in bytes: some bases take quadratic time.
    package static let maximumTextBytes = 256

    /// The text of `bytes` in the base named `prefix` (`z` base58btc, `b` base32, `f` base16, ...); nil for
    /// one that is not in the table.
    package static func encode(_ bytes: [UInt8], prefix: Unicode.Scalar) -> String? {
        guard let code = UInt8(exactly: prefix.value), let digits = encode(bytes[...], code: code) else {
            return nil
        }
        return String(decoding: [code] + digits, as: UTF8.self)
    }

    /// The bytes of `text`; nil when its base is not in the table, when it is longer than the limit or
    /// malformed.
    package static func decode(_ text: String) -> [UInt8]? {
        let characters = [UInt8](text.utf8)
        guard let code = characters.first, characters.count <= maximumTextBytes else { return nil }
        let digits = characters[1...]
        if let base = bitGroupBase(code) {
            return base.decode(digits)
        }
        if let base = positionalBase(code) {
            return base.decode(digits)
        }
        return nil
    }

    static var base58btc: PositionalBase {
        PositionalBase(alphabet: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    }

    private static func encode(_ bytes: ArraySlice<UInt8>, code: UInt8) -> [UInt8]? {
        if let base = bitGroupBase(code) { return base.encode(bytes) }
        return positionalBase(code)?.encode(bytes)
    }

    private static func bitGroupBase(_ code: UInt8) -> BitGroupBase? {
        switch code {
        case UInt8(ascii: "0"): BitGroupBase(alphabet: "01")
        case UInt8(ascii: "7"): BitGroupBase(alphabet: "01234567")
        case UInt8(ascii: "f"): BitGroupBase(alphabet: "0123456789abcdef")
        case UInt8(ascii: "F"): BitGroupBase(alphabet: "0123456789ABCDEF")
        case UInt8(ascii: "b"): BitGroupBase(alphabet: "abcdefghijklmnopqrstuvwxyz234567")
        case UInt8(ascii: "B"): BitGroupBase(alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        case UInt8(ascii: "c"): BitGroupBase(alphabet: "abcdefghijklmnopqrstuvwxyz234567", isPadded: true)
        case UInt8(ascii: "C"): BitGroupBase(alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", isPadded: true)
        case UInt8(ascii: "v"): BitGroupBase(alphabet: "0123456789abcdefghijklmnopqrstuv")
        case UInt8(ascii: "V"): BitGroupBase(alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV")
        case UInt8(ascii: "t"): BitGroupBase(alphabet: "0123456789abcdefghijklmnopqrstuv", isPadded: true)
        case UInt8(ascii: "T"): BitGroupBase(alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUV", isPadded: true)
        case UInt8(ascii: "h"): BitGroupBase(alphabet: "ybndrfg8ejkmcpqxot1uwisza345h769")
        case UInt8(ascii: "m"), UInt8(ascii: "M"):
            BitGroupBase(
                alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                isPadded: code == UInt8(ascii: "M")
            )
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            BitGroupBase(
                alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                isPadded: code == UInt8(ascii: "U")
            )
        default: nil
        }
    }

    private static func positionalBase(_ code: UInt8) -> PositionalBase? {
        switch code {
        case UInt8(ascii: "9"): PositionalBase(alphabet: "0123456789")
        case UInt8(ascii: "k"): PositionalBase(alphabet: "0123456789abcdefghijklmnopqrstuvwxyz")
        case UInt8(ascii: "K"): PositionalBase(alphabet: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        case UInt8(ascii: "z"): base58btc
        case UInt8(ascii: "Z"):
            PositionalBase(alphabet: "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ")
        default: nil
        }
    }
}
