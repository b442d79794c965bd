import Foundation

/// A plot over the time of a soak as SVG: lines or dots, the disturbances as shaded strips behind them.
struct SoakPlot {
    struct Series {
        let name: String
        let colour: String
        /// Seconds since the beginning, and the value.
        let points: [(time: Double, value: Double)]
        var isDotted = false
    }

    let unit: String
    let series: [Series]
    let disturbances: [SoakLedger.Disturbance]
    /// The length of the soak in seconds.
    let length: Double

    private static let (width, height) = (960.0, 260.0)
    private static let (left, right, top, bottom) = (54.0, 80.0, 12.0, 28.0)

    var svg: String {
        let highest = Self.roundedUp(series.flatMap(\.points).map(\.value).max() ?? 1)
        let x = { (time: Double) in
            Self.left + time / max(1, length) * (Self.width - Self.left - Self.right)
        }
        let y = { (value: Double) in
            Self.height - Self.bottom - value / highest * (Self.height - Self.top - Self.bottom)
        }
        var svg =
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(Int(Self.width)) \#(Int(Self.height))" "#
        svg += #"font-size="11" font-family="sans-serif">"# + "\n"
        for disturbance in disturbances {
            let from = x(disturbance.start)
            let wide = max(1, x(min(disturbance.end, length)) - from)
            svg += #"<rect x="\#(Self.digit(from))" y="\#(Self.top)" width="\#(Self.digit(wide))" "#
            svg += #"height="\#(y(0) - Self.top)" fill="mistyrose"/>"# + "\n"
        }
        for line in 0...4 {
            let value = highest * Double(line) / 4
            svg +=
                #"<line x1="\#(Self.left)" x2="\#(Self.width - Self.right)" y1="\#(Self.digit(y(value)))" "#
            svg += #"y2="\#(Self.digit(y(value)))" stroke="lightgray" stroke-width="0.6"/>"#
            svg += #"<text x="\#(Self.left - 6)" y="\#(Self.digit(y(value) + 4))" text-anchor="end" "#
            svg += #"fill="dimgray">\#(Self.digit(value)) \#(line == 4 ? unit : "")</text>"# + "\n"
        }
        for minute in stride(from: 0, through: length / 60, by: max(1, (length / 600).rounded())) {
            svg += #"<text x="\#(Self.digit(x(minute * 60)))" y="\#(Self.height - 10)" text-anchor="middle" "#
            svg += #"fill="dimgray">\#(Int(minute)) min</text>"# + "\n"
        }
        for (index, series) in series.enumerated() {
            svg += series.isDotted ? dots(series, x, y) : line(series, x, y)
            svg += #"<text x="\#(Self.width - Self.right + 10)" y="\#(Int(Self.top) + 10 + index * 15)" "#
            svg += #"fill="\#(series.colour)">\#(series.name)</text>"# + "\n"
        }
        return svg + "</svg>\n"
    }

    private func line(_ series: Series, _ x: (Double) -> Double, _ y: (Double) -> Double) -> String {
        let path = series.points.map { "\(Self.digit(x($0.time))),\(Self.digit(y($0.value)))" }
            .joined(separator: " ")
        return #"<polyline points="\#(path)" fill="none" stroke="\#(series.colour)" stroke-width="1.2"/>"#
            + "\n"
    }

    private func dots(_ series: Series, _ x: (Double) -> Double, _ y: (Double) -> Double) -> String {
        series.points.map {
            #"<circle cx="\#(Self.digit(x($0.time)))" cy="\#(Self.digit(y($0.value)))" r="1.3" "#
                + #"fill="\#(series.colour)"/>"#
        }.joined() + "\n"
    }

    /// 1, 2, 4, 5 or 8 times a power of ten.
    private static func roundedUp(_ value: Double) -> Double {
        guard value > 0 else { return 1 }
        let power = pow(10, floor(log10(value)))
        return ([1, 2, 4, 5, 8, 10].first { $0 * power >= value } ?? 10) * power
    }

    private static func digit(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
