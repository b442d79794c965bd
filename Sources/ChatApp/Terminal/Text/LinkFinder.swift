/// Finds addresses of the web in a text, to show them as what they are; nothing is ever opened or hidden
/// behind other words.
enum LinkFinder {
    private static let beginnings: [[String]] = ["https://", "http://"].map {
        TextCluster.split($0).map(\.text)
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
            while end > place + length, ".,;:!?)]}>\"'".contains(clusters[end - 1].text) { end -= 1 }
            if end > place + length { ranges.append(place..<end) }
            place = max(end, place + 1)
        }
        return ranges
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
