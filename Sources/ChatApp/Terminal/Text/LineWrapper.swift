/// Breaks a text into rows that fit a width: at spaces and around wide characters where it can, inside a word
/// where a word is longer than a row.
public struct LineWrapper: Hashable, Sendable {
    /// The columns of a row; at least 2, so that every character fits.
    public let width: Int

    /// A wrapper for rows of `width` columns. Widths below 2 count as 2.
    public init(width: Int) {
        self.width = max(2, width)
    }

    /// The rows, as ranges of `clusters`. A line feed ends a row; it and a space at which a row is broken lie
    /// between two ranges. Never empty.
    public func rows(of clusters: [TextCluster]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var start = 0
        var columns = 0
        // The row may end before this place; not behind `start`, it has to be cut inside a word.
        var breakPlace = 0
        for (index, cluster) in clusters.enumerated() {
            if cluster.text == "\n" {
                rows.append(start..<index)
                (start, columns, breakPlace) = (index + 1, 0, index + 1)
                continue
            }
            let isSpace = cluster.text == " "
            if cluster.columns == 2 { breakPlace = index }
            if columns + cluster.columns > width {
                if isSpace { breakPlace = index }
                let place = breakPlace > start ? breakPlace : index
                let endsInSpace = place > start + 1 && clusters[place - 1].text == " "
                rows.append(start..<(endsInSpace ? place - 1 : place))
                start = place
                columns = 0
                for carried in clusters[place..<index] { columns += carried.columns }
                if isSpace, place == index {
                    start = index + 1
                    breakPlace = start
                    continue
                }
            }
            columns += cluster.columns
            if isSpace || cluster.columns == 2 { breakPlace = index + 1 }
        }
        rows.append(start..<clusters.count)
        return rows
    }

    /// How many rows a text takes; cheap for a short one of plain ASCII.
    public func rowCount(of text: String) -> Int {
        if text.utf8.count <= width, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x80 }) { return 1 }
        return rows(of: TextCluster.split(text)).count
    }
}
