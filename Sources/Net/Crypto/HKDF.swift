/// HKDF with SHA-256 (RFC 5869), which is also the HKDF of Noise (revision 34, section 4.3).
package enum HKDF {
    /// The longest output, in bytes: RFC 5869 allows 255 digests.
    package static let maximumOutputBytes = 255 * SHA256.digestBytes

    /// A key of `byteCount` bytes from `secret`; nil when that is more than the limit.
    ///
    /// - Parameters:
    ///   - secret: What the key is made of, such as a shared secret; of any length.
    ///   - salt: May be empty; in Noise the chaining key.
    ///   - info: Binds the key to its use; empty in Noise.
    ///   - byteCount: The length of the key, up to `maximumOutputBytes`.
    package static func derive(
        secret: ArraySlice<UInt8>,
        salt: [UInt8],
        info: [UInt8] = [],
        byteCount: Int
    ) -> [UInt8]? {
        guard byteCount >= 0, byteCount <= maximumOutputBytes else { return nil }
        let key = HMAC.authenticate(secret, key: salt)
        var output: [UInt8] = []
        var block: [UInt8] = []
        var counter: UInt8 = 0
        while output.count < byteCount {
            // At most 255 rounds, by the limit above.
            counter += 1
            block = HMAC.authenticate((block + info + [counter])[...], key: key)
            output.append(contentsOf: block)
        }
        output.removeLast(output.count - byteCount)
        return output
    }

    /// The first two digests of the output with empty `info`: the only form in which Noise uses HKDF.
    static func pair(secret: ArraySlice<UInt8>, salt: [UInt8]) -> (first: [UInt8], second: [UInt8]) {
        let key = HMAC.authenticate(secret, key: salt)
        let first = HMAC.authenticate([1], key: key)
        let second = HMAC.authenticate((first + [2])[...], key: key)
        return (first, second)
    }
}
