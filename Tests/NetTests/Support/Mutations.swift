/// Every proper prefix of `bytes`, the empty one included.
func properPrefixes(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.indices.map { bytes[..<$0] }
}

/// Every array that differs from `bytes` in one bit.
func oneBitChanges(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.flatMap { index in
        (0..<8).map { bit in
            var changed = bytes
            changed[index] ^= 1 << UInt8(bit)
            return changed
        }
    }
}

/// Every array that differs from `bytes` in one byte, for all 255 other values.
func oneByteChanges(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.flatMap { index in
        (1...255).map { difference in
            var changed = bytes
            changed[index] ^= UInt8(difference)
            return changed
        }
    }
}
