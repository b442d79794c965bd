/// One diagram, 480 by 340.
struct PlotPanel {
    let title: String
    let horizontal: String
    let vertical: String
    var lines: [PlotLine] = []
    var bars: [(Double, Double)] = []

    private static var colors: [String] { ["#1f6feb", "#d1242f", "#2da44e", "#8250df"] }
    private static var left: Double { 60 }
    private static var right: Double { 465 }
    private static var top: Double { 36 }
    private static var bottom: Double { 290 }

    init(title: String, horizontal: String, vertical: String) {
        self.title = title
        self.horizontal = horizontal
        self.vertical = vertical
    }

    func svg() -> String {
        let points = lines.flatMap(\.points) + bars
        let xRange = Self.range(points.map(\.0))
        let yRange = Self.range(points.map(\.1))
        var text = "<text x=\"262\" y=\"22\" text-anchor=\"middle\" font-size=\"14\">\(title)</text>\n"
        text += axes(xRange, yRange)
        let barWidth = max(2, (Self.right - Self.left) / Double(max(1, bars.count)) * 0.7)
        for (x, y) in bars {
            let center = Self.place(x, xRange, Self.left, Self.right)
            let height = Self.bottom - Self.place(y, yRange, Self.bottom, Self.top)
            text +=
                "<rect x=\"\(Figure.fixed(center - barWidth / 2, 1))\" y=\"\(Figure.fixed(Self.bottom - height, 1))\" "
                + "width=\"\(Figure.fixed(barWidth, 1))\" height=\"\(Figure.fixed(height, 1))\" "
                + "fill=\"\(Self.colors[0])\"/>\n"
        }
        for (index, line) in lines.enumerated() {
            let color = Self.colors[index % Self.colors.count]
            let path = line.points.map { x, y in
                "\(Figure.fixed(Self.place(x, xRange, Self.left, Self.right), 1)),"
                    + Figure.fixed(Self.place(y, yRange, Self.bottom, Self.top), 1)
            }
            text +=
                "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"1.5\" "
                + "points=\"\(path.joined(separator: " "))\"/>\n"
            if !line.name.isEmpty {
                text +=
                    "<text x=\"\(Int(Self.left) + 10 + index * 110)\" y=\"\(Int(Self.top) + 4)\" "
                    + "fill=\"\(color)\">\(line.name)</text>\n"
            }
        }
        return text
    }

    private func axes(_ xRange: ClosedRange<Double>, _ yRange: ClosedRange<Double>) -> String {
        var text =
            "<path d=\"M\(Int(Self.left)) \(Int(Self.top))V\(Int(Self.bottom))H\(Int(Self.right))\" "
            + "fill=\"none\" stroke=\"#57606a\"/>\n"
        for step in 0...4 {
            let share = Double(step) / 4
            let x = xRange.lowerBound + share * (xRange.upperBound - xRange.lowerBound)
            let y = yRange.lowerBound + share * (yRange.upperBound - yRange.lowerBound)
            text +=
                "<text x=\"\(Figure.fixed(Self.place(x, xRange, Self.left, Self.right), 1))\" y=\"307\" "
                + "text-anchor=\"middle\">\(Self.label(x, xRange))</text>\n"
            text +=
                "<text x=\"54\" y=\"\(Figure.fixed(Self.place(y, yRange, Self.bottom, Self.top) + 4, 1))\" "
                + "text-anchor=\"end\">\(Self.label(y, yRange))</text>\n"
        }
        text += "<text x=\"262\" y=\"326\" text-anchor=\"middle\">\(horizontal)</text>\n"
        text +=
            "<text x=\"14\" y=\"163\" text-anchor=\"middle\" transform=\"rotate(-90 14 163)\">\(vertical)</text>\n"
        return text
    }

    private static func label(_ value: Double, _ range: ClosedRange<Double>) -> String {
        Figure.fixed(value, range.upperBound - range.lowerBound < 10 ? 2 : 0)
    }

    /// From zero, or from the least value if that is below; never empty.
    private static func range(_ values: [Double]) -> ClosedRange<Double> {
        let low = min(0, values.min() ?? 0)
        let high = max(values.max() ?? 1, low + 0.001)
        return low...high
    }

    private static func place(_ value: Double, _ range: ClosedRange<Double>, _ start: Double, _ end: Double)
        -> Double
    {
        start + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (end - start)
    }
}
