/// Finds addresses of the web in a text, to show them as what they are; nothing is ever opened or hidden
/// behind other words.
enum LinkFinder {
    private static let beginnings: [[String]] = ["https://", "http://"].map {
        TextCluster.split($0).map(\.text)
    }

    /// The links in a text.
    static func links(in text: String) -> [String] {
        let clusters = TextCluster.split(text)
        return ranges(in: clusters).map { clusters[$0].map(\.text).joined() }
    }

    /// The ranges of `clusters` that are links: from the scheme to the next space, without the punctuation at
    /// the end.
    static func ranges(in clusters: [TextCluster]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var place = 0
        while place < clusters.count {
            guard clusters[place].text == "h", let length = schemeLength(clusters, place) else {
                place += 1
                continue
            }
            var end = place + length
            while end < clusters.count, clusters[end].text != " ", clusters[end].text != "\n" { end += 1 }
            while end > place + length, isBehind(clusters[place..<end]) { end -= 1 }
            if end > place + length { ranges.append(place..<end) }
            place = max(end, place + 1)
        }
        return ranges
    }

    /// Whether the last of the clusters is punctuation behind the link: a bracket is when none was opened in
    /// it.
    private static func isBehind(_ link: ArraySlice<TextCluster>) -> Bool {
        guard let last = link.last?.text else { return false }
        if ".,;:!?>\"'".contains(last) { return true }
        let opening = [")": "(", "]": "[", "}": "{"]
        guard let open = opening[last] else { return false }
        return link.count { $0.text == last } > link.count { $0.text == open }
    }

    private static func schemeLength(_ clusters: [TextCluster], _ place: Int) -> Int? {
        for beginning in beginnings where place + beginning.count <= clusters.count {
            var isEqual = true
            for (offset, letter) in beginning.enumerated() where clusters[place + offset].text != letter {
                isEqual = false
                break
            }
            if isEqual { return beginning.count }
        }
        return nil
    }
}
