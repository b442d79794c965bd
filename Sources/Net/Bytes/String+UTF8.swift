extension String {
    /// Whether the text begins with those bytes. `hasPrefix` compares characters, and brings the tables of
    /// Unicode's normal forms into every place that it is generated for.
    package func begins(with prefix: String) -> Bool {
        let count = prefix.utf8.count
        return utf8.count >= count && Array(utf8.prefix(count)) == Array(prefix.utf8)
    }

    /// Whether the text ends with those bytes.
    package func ends(with suffix: String) -> Bool {
        let count = suffix.utf8.count
        return utf8.count >= count && Array(utf8.suffix(count)) == Array(suffix.utf8)
    }
}
