extension ChaChaPoly {
    /// The 12 bytes that make each message under one key different.
    package struct Nonce: Equatable, Sendable {
        /// The first four bytes, little-endian.
        let prefix: UInt32

        /// The last eight bytes, little-endian.
        let counter: UInt64

        /// Noise's nonce: 32 zero bits, then the counter, little-endian (revision 34, section 12.3).
        package init(counter: UInt64) {
            prefix = 0
            self.counter = counter
        }

        /// A nonce of 12 bytes; nil for another number of them.
        package init?(bytes: [UInt8]) {
            guard bytes.count == ChaChaPoly.nonceBytes else { return nil }
            prefix = bytes[..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
            counter = bytes[4...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
