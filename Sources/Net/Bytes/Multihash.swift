/// A digest that names its hash function (<https://github.com/multiformats/multihash>).
package struct Multihash: Hashable, Sendable {
    /// The code of "no hash at all": the digest is the input.
    package static let identity: UInt64 = 0x00

    /// The code of SHA-256.
    package static let sha256: UInt64 = 0x12

    /// The longest digest that is accepted, in bytes: SHA-512 is the longest in use.
    package static let maximumDigestBytes = 64

    /// The hash function's code in the multicodec table.
    package let code: UInt64

    /// The digest, perhaps shortened; at most `maximumDigestBytes`.
    package let digest: [UInt8]

    /// A digest of that function.
    package init(code: UInt64, digest: [UInt8]) {
        self.code = code
        self.digest = digest
    }

    /// Reads a multihash that takes up all of `bytes`.
    ///
    /// - Throws: `malformed` when a varint is wrong or the length is not that of the rest, `tooLong` for a
    ///   digest above the limit.
    package init(bytes: ArraySlice<UInt8>) throws(MultihashError) {
        var rest = bytes
        let code: UInt64
        let length: UInt64
        do {
            code = try Varint.take(from: &rest)
            length = try Varint.take(from: &rest)
        } catch {
            throw .malformed
        }
        guard length <= UInt64(Self.maximumDigestBytes) else { throw .tooLong }
        guard Int(length) == rest.count else { throw .malformed }
        self.init(code: code, digest: Array(rest))
    }

    /// Code, length and digest.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        Varint.append(code, to: &bytes)
        Varint.append(UInt64(digest.count), to: &bytes)
        return bytes + digest
    }
}
