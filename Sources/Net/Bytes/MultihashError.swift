/// Why bytes are not a multihash. The sender is at fault.
package enum MultihashError: Error, Equatable {
    /// A varint is wrong, or the length is not that of the bytes that follow.
    case malformed
    /// The digest is longer than `Multihash.maximumDigestBytes`.
    case tooLong
}
