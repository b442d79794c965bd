/// Something that bytes can be appended to: a buffer, or the record that is being filled for the wire.
///
/// It lets a layer write its frames straight into the buffer of the layer below, without one of its own.
package protocol ByteSink {
    /// Appends one byte.
    mutating func append(_ byte: UInt8)
    /// Appends these bytes in order.
    mutating func append(_ bytes: ArraySlice<UInt8>)
    /// Appends the four bytes of a number, the most significant first.
    mutating func append(bigEndian word: UInt32)
}

extension ByteSink {
    /// Appends the four bytes of a number, the most significant first.
    package mutating func append(bigEndian word: UInt32) {
        append(UInt8(truncatingIfNeeded: word >> 24))
        append(UInt8(truncatingIfNeeded: word >> 16))
        append(UInt8(truncatingIfNeeded: word >> 8))
        append(UInt8(truncatingIfNeeded: word))
    }
}

extension Array: ByteSink where Element == UInt8 {
    /// Appends these bytes in order.
    package mutating func append(_ bytes: ArraySlice<UInt8>) {
        append(contentsOf: bytes)
    }
}
