/// Small pictures of numbers, made of block characters.
enum Graph {
    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The course of a figure: the latest `columns` points, scaled to the greatest of them.
    static func sparkline(_ points: [Double], columns: Int) -> String {
        let shown = points.suffix(max(0, columns))
        let greatest = shown.max() ?? 0
        let space = String(repeating: " ", count: max(0, columns - shown.count))
        guard greatest > 0 else { return space + String(repeating: "▁", count: shown.count) }
        return space
            + String(
                shown.map { point in
                    levels[
                        min(levels.count - 1, max(0, Int(point / greatest * Double(levels.count - 1) + 0.5)))
                    ]
                }
            )
    }

    /// A bar of `columns`, filled in proportion of `value` to `greatest`; at least a sliver for what is not
    /// zero.
    static func bar(_ value: Double, of greatest: Double, columns: Int) -> String {
        let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        guard greatest > 0, value > 0, columns > 0, value.isFinite, greatest.isFinite else {
            return String(repeating: " ", count: max(0, columns))
        }
        let eighths = max(1, Int(min(1, value / greatest) * Double(columns * 8) + 0.5))
        var text = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 { text.append(parts[eighths % 8 - 1]) }
        return Format.padded(text, to: columns)
    }
}
