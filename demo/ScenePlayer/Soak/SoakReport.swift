import Foundation

/// The report of a soak: a page with plots, and the figures as JSON.
struct SoakReport {
    /// The memory of a peer at one time.
    struct Sample {
        /// Since the beginning, in seconds.
        let time: Double
        let kibibytes: Int
    }

    /// What became of a peer.
    struct Fate {
        let name: String
        let restarts: Int
        /// After the start of its last run; nil when that was not long enough.
        let baseline: Int?
        let memory: [Sample]

        /// How much more it holds at the end than after its start, in percent.
        var growth: Double? {
            guard let baseline, baseline > 0, let last = memory.last?.kibibytes else { return nil }
            return Double(last - baseline) * 100 / Double(baseline)
        }
    }

    let seed: UInt64
    let minutes: Int
    let kind: SoakKind
    let length: Double
    let problems: [String]
    let peers: [Fate]
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

    /// From the end of a disturbance until every connection was there again, in seconds.
    private var recoveries: [Double] {
        ledger.disturbances.filter(\.end.isFinite).map { $0.end - $0.mended }
    }

    private var json: String {
        let summary = ledger.summary
        let object: [String: Any] = [
            "seed": seed, "minutes": minutes, "problems": problems, "said": summary.said,
            "said_in_quiet": summary.saidInQuiet, "owed": summary.owed, "delivered": summary.delivered,
            "owed_to_the_killed": summary.owedToTheDead, "lost_in_disturbances": summary.lostInDisturbances,
            "disturbances": ledger.disturbances.count, "slowest_recovery_s": recoveries.max() ?? 0,
            "median_ms": latency.median.milliseconds, "p95_ms": latency.percentile95.milliseconds,
            "memory_growth_percent": Dictionary(
                uniqueKeysWithValues: peers.compactMap { peer in
                    peer.growth.map { (peer.name, ($0 * 10).rounded() / 10) }
                }
            ),
        ]
        let data = try? JSONSerialization.data(
            withJSONObject: object,
            options: [.sortedKeys, .prettyPrinted]
        )
        return data.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }

    // MARK: - The page

    private static let head = """
        <!doctype html><meta charset="utf-8"><title>Soak</title><style>
        body { font: 14px sans-serif; max-width: 980px; margin: 2em auto; color: #1a202c }
        td, th { padding: 2px 14px 2px 0; text-align: left } td.number { text-align: right }
        .good { color: #276749 } .bad { color: #c53030 } .plot { margin: 0 0 1em }
        </style>

        """

    private var page: String {
        let verdict = problems.isEmpty ? "everything is as it should be" : "\(problems.count) problems"
        var html = Self.head
        html += "<h1>Soak: <span class=\"\(problems.isEmpty ? "good" : "bad")\">\(verdict)</span></h1>\n<ul>"
        html += problems.map { "<li class=\"bad\">\(Self.escaped($0))</li>" }.joined() + "</ul>\n"
        html += Self.table(figures.map { [$0.0, $0.1] })
        html += "<h2>From typed until everybody has it</h2>" + latencyPlot
        html +=
            "<p>Each dot is a message. Shaded: something is broken, until all connections are there again.</p>"
        html += "<h2>Memory</h2>" + memoryPlot
        html += Self.table(
            [["peer", "restarts", "after its last start", "at the end", "growth"]]
                + peers.map {
                    [
                        $0.name, "\($0.restarts)", Self.mebibytes($0.baseline),
                        Self.mebibytes($0.memory.last?.kibibytes),
                        $0.growth.map { "\(Int($0.rounded())) %" } ?? "–",
                    ]
                }
        )
        html += "<h2>Disturbances</h2>"
        return html
            + Self.table(
                [["at", "what", "mended after", "all connected after another"]]
                    + ledger.disturbances.map {
                        [
                            "\(Int($0.start)) s", $0.what, Self.seconds($0.mended - $0.start),
                            Self.seconds($0.end - $0.mended),
                        ]
                    }
            )
    }

    private var figures: [(String, String)] {
        let summary = ledger.summary
        return [
            (
                "length",
                "\(minutes) minute\(minutes == 1 ? "" : "s"), \(ledger.disturbances.count) disturbances from seed \(seed)"
            ),
            ("messages said", "\(summary.said), \(summary.saidInQuiet) of them while nothing was broken"),
            ("receptions", "\(summary.delivered) of \(summary.owed)"),
            ("owed to somebody who was killed", "\(summary.owedToTheDead)"),
            ("lost while something was broken", "\(summary.lostInDisturbances)"),
            ("lost for no reason", "\(ledger.unaccounted(kind).count) messages"),
            (
                "from typed to received",
                "median \(latency.median.sceneText), 95 % below \(latency.percentile95.sceneText)"
            ),
            (
                "all connections made again",
                "at most \(Self.seconds(recoveries.max() ?? 0)) after the mending"
            ),
        ]
    }

    private static let colours = [
        "#2b6cb0", "#6b46c1", "#4299e1", "#9f7aea", "#2c5282", "#553c9a", "#63b3ed", "#b794f4",
    ]

    private var memoryPlot: String {
        let series = peers.enumerated().map { index, peer in
            SoakPlot.Series(
                name: peer.name,
                colour: Self.colours[index % Self.colours.count],
                points: peer.memory.map { ($0.time, Double($0.kibibytes) / 1024) }
            )
        }
        return plot("MiB", series)
    }

    private var latencyPlot: String {
        let entries = ledger.entries.values.sorted { $0.time < $1.time }
        let (quiet, disturbed) = (
            entries.filter { ledger.isQuiet($0.time) }, entries.filter { !ledger.isQuiet($0.time) }
        )
        return plot(
            "ms",
            [
                SoakPlot.Series(
                    name: "disturbed",
                    colour: "#e53e3e",
                    points: disturbed.map { ($0.time, $0.slowest * 1000) },
                    isDotted: true
                ),
                SoakPlot.Series(
                    name: "quiet",
                    colour: "#2f855a",
                    points: quiet.map { ($0.time, $0.slowest * 1000) },
                    isDotted: true
                ),
            ]
        )
    }

    private func plot(_ unit: String, _ series: [SoakPlot.Series]) -> String {
        let plot = SoakPlot(unit: unit, series: series, disturbances: ledger.disturbances, length: length)
        return "<div class=\"plot\">\(plot.svg)</div>"
    }

    /// The first row holds the heads if it has more than two cells.
    private static func table(_ rows: [[String]]) -> String {
        let lines = rows.enumerated().map { index, row in
            let cell = index == 0 && row.count > 2 ? "th" : "td"
            return "<tr>" + row.map { "<\(cell)>\(escaped($0))</\(cell)>" }.joined() + "</tr>\n"
        }
        return "<table>\n" + lines.joined() + "</table>\n"
    }

    private static func mebibytes(_ kibibytes: Int?) -> String {
        guard let kibibytes else { return "–" }
        return "\(kibibytes * 10 / 1024 / 10).\(kibibytes * 10 / 1024 % 10) MiB"
    }

    private static func seconds(_ value: Double) -> String {
        value.isFinite ? "\((value * 10).rounded() / 10) s" : "never"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
