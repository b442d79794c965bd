/// What a message says of the places from the range before it up to a bound.
struct ReconciliationRange: Equatable {
    enum Content: Equatable {
        /// Nothing more is to be said.
        case skip
        /// All that the sender has there, in brief.
        case fingerprint(ArraySlice<UInt8>)
        /// All that the sender has there, id by id.
        case ids(ArraySlice<UInt8>)
    }

    static let fingerprintBytes = 16

    /// The first place after the range.
    let end: HistoryItem
    let content: Content
}
