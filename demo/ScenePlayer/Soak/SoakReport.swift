import Foundation

/// The report of a soak: a page with plots, and the figures as JSON.
struct SoakReport {
    /// The memory of a peer at one time.
    struct Sample {
        /// Since the beginning, in seconds.
        let time: Double
        let kibibytes: Int
    }

    let seed: UInt64
    let minutes: Int
    let problems: [String]
    let memory: [String: [Sample]]
    let ledger: SoakLedger
    let latency: LatencyStatistics

    func write(to folder: String) {
        put(page, "\(folder)/report.html")
        put(json, "\(folder)/report.json")
    }

    private func put(_ text: String, _ path: String) {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            FileHandle.standardError.write(Data("\(path) cannot be written: \(error)\n".utf8))
        }
    }

    private var json: String {
        let summary = ledger.summary
        let object: [String: Any] = [
            "seed": seed, "minutes": minutes, "problems": problems, "said": summary.said,
            "owed": summary.owed,
            "delivered": summary.delivered, "lost_in_disturbances": summary.lostInDisturbances,
            "said_in_quiet": summary.quiet, "disturbances": ledger.disturbances.count,
            "median_ms": latency.median.milliseconds, "p95_ms": latency.percentile95.milliseconds,
        ]
        let data = try? JSONSerialization.data(
            withJSONObject: object,
            options: [.sortedKeys, .prettyPrinted]
        )
        return data.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    private var page: String {
        let summary = ledger.summary
        let rows: [(String, String)] = [
            ("seed", "\(seed)"), ("minutes", "\(minutes)"), ("disturbances", "\(ledger.disturbances.count)"),
            ("messages said", "\(summary.said), \(summary.quiet) of them in quiet times"),
            ("receptions", "\(summary.delivered) of \(summary.owed)"),
            ("lost in disturbances", "\(summary.lostInDisturbances)"),
            (
                "from typed to received",
                "median \(latency.median.sceneText), 95 % below \(latency.percentile95.sceneText)"
            ),
        ]
        let verdict = problems.isEmpty ? "Everything is as it should be." : "\(problems.count) problems"
        var html = "<!doctype html><meta charset=\"utf-8\"><title>Soak</title>"
        html +=
            "<style>body{font:14px sans-serif;max-width:980px;margin:2em auto}td{padding:2px 12px}</style>"
        html +=
            "<h1>Soak: \(verdict)</h1><ul>" + problems.map { "<li>\(Self.escaped($0))</li>" }.joined()
            + "</ul>"
        html += "<table>" + rows.map { "<tr><td>\($0)<td>\($1)" }.joined() + "</table>"
        html += "<h2>Memory of each peer, MiB</h2>" + memoryPlot
        html += "<h2>Receptions per second</h2>" + receptionPlot
        html += "<h2>Disturbances</h2><ol>"
        for disturbance in ledger.disturbances {
            let length =
                disturbance.end.isFinite ? "\(Int(disturbance.end - disturbance.start)) s" : "never mended"
            html +=
                "<li>\(Int(disturbance.start)) s: \(Self.escaped(disturbance.what)), met again after \(length)</li>"
        }
        return html + "</ol>\n"
    }

    // MARK: - Plots

    private var memoryPlot: String {
        let lines = memory.keys.sorted().map { name in
            (name, (memory[name] ?? []).map { ($0.time, Double($0.kibibytes) / 1024) })
        }
        return plot(lines)
    }

    private var receptionPlot: String {
        let last = ledger.receptions.keys.max() ?? 0
        return plot([("all", (0...last).map { (Double($0), Double(ledger.receptions[$0] ?? 0)) })])
    }

    /// Lines over time, the disturbances as shaded strips behind them.
    private func plot(_ lines: [(name: String, points: [(Double, Double)])]) -> String {
        let (width, height) = (940.0, 260.0)
        let points = lines.flatMap(\.points)
        let longest = max(1, points.map(\.0).max() ?? 1)
        let highest = max(1, points.map(\.1).max() ?? 1)
        let x = { (time: Double) in (time / longest * (width - 120) + 50).rounded() }
        let y = { (value: Double) in (height - 24 - value / highest * (height - 44)).rounded() }
        var svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(width))\" height=\"\(Int(height))\" font-size=\"11\">"
        for disturbance in ledger.disturbances {
            let from = x(min(disturbance.start, longest))
            let to = x(min(disturbance.end, longest))
            svg +=
                "<rect x=\"\(from)\" y=\"10\" width=\"\(max(1, to - from))\" height=\"\(height - 34)\" fill=\"#fed7d7\"/>"
        }
        svg += "<text x=\"4\" y=\"20\">\(Int(highest))</text><text x=\"4\" y=\"\(height - 24)\">0</text>"
        svg += "<text x=\"\(width - 120)\" y=\"\(height - 6)\">\(Int(longest)) s</text>"
        for (index, line) in lines.enumerated() {
            let hue = index * 360 / max(1, lines.count)
            let path = line.points.map { "\(x($0.0)),\(y($0.1))" }.joined(separator: " ")
            svg += "<polyline points=\"\(path)\" fill=\"none\" stroke=\"hsl(\(hue) 65% 42%)\"/>"
            svg +=
                "<text x=\"\(width - 62)\" y=\"\(24 + index * 14)\" fill=\"hsl(\(hue) 65% 42%)\">\(line.name)</text>"
        }
        return svg + "</svg>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
