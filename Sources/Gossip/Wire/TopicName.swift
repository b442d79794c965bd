/// A topic, compared byte by byte: two spellings of one accented letter are two topics, as they are for every
/// other implementation, though Swift holds them for the same `String`.
struct TopicName: Hashable, Comparable {
    let utf8: [UInt8]

    init(_ text: String) {
        utf8 = Array(text.utf8)
    }

    init(_ bytes: ArraySlice<UInt8>) {
        utf8 = Array(bytes)
    }

    static func < (left: TopicName, right: TopicName) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
