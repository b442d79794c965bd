/// SHA-256 (FIPS 180-4), at once or piece by piece.
package struct SHA256 {
    /// The length of a digest, in bytes.
    package static let digestBytes = 32

    /// The length of the blocks that the function works on, in bytes.
    static let blockBytes = 64

    private var context = BoringSSL.SHA256Context()

    /// The digest of nothing so far.
    package init() {}

    /// Continues with `bytes`.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        context.update(bytes)
    }

    /// The digest of everything given, 32 bytes; the value is used up.
    package consuming func finish() -> [UInt8] {
        context.finish()
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var function = SHA256()
        function.update(bytes)
        return function.finish()
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        hash(bytes[...])
    }
}
