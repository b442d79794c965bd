/// HMAC with SHA-256 (RFC 2104).
package enum HMAC {
    /// The 32-byte code of `message` under `key`, which may have any length.
    package static func authenticate(_ message: ArraySlice<UInt8>, key: [UInt8]) -> [UInt8] {
        var block = key.count > SHA256.blockBytes ? SHA256.hash(key) : key
        block.append(contentsOf: repeatElement(0, count: SHA256.blockBytes - block.count))
        var inner = SHA256()
        inner.update(block.map { $0 ^ 0x36 }[...])
        inner.update(message)
        var outer = SHA256()
        outer.update(block.map { $0 ^ 0x5C }[...])
        outer.update(inner.finish()[...])
        return outer.finish()
    }
}
