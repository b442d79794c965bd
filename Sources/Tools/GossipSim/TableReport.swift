import GossipSimulation

/// The report as a table for people.
enum TableReport {
    static func text(_ run: MeasuredRun, comparison: MeasuredRun?) -> String {
        let configuration = run.configuration
        var lines = [title(configuration)]
        let columns = [run] + (comparison.map { [$0] } ?? [])
        if comparison != nil { lines.append(row("", ["with scoring", "without"])) }
        for (name, value) in figures { lines.append(row(name, columns.map(value))) }
        lines.append(row("bytes of memory per peer", [String(run.bytesPerPeer)]))
        if configuration.partitionShare > 0 {
            lines.append(
                row(
                    "heartbeats to recover",
                    columns.map { $0.report.recoveryHeartbeats.map(String.init) ?? "never" }
                )
            )
        }
        if let history = run.report.history { lines += rows(history) }
        if run.report.victimDelivery != nil {
            lines.append(
                row("delivery to the victim", columns.map { Figure.fixed($0.report.victimDelivery ?? 0, 4) })
            )
        }
        if run.report.victimDelivery != nil {
            lines.append(
                row(
                    "latency to the victim, p50",
                    columns.map { Figure.fixed($0.report.victimLatency ?? 0, 1) }
                )
            )
        }
        if configuration.attack != nil {
            lines.append(
                row(
                    "attackers in meshes",
                    columns.map { Figure.fixed($0.report.samples.last?.attackersInMesh ?? 0, 4) }
                )
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func rows(_ history: HistoryReport) -> [String] {
        [
            row("delivery to all members", [Figure.fixed(history.delivery, 6)]),
            row("  without history", [Figure.fixed(history.liveDelivery, 6)]),
            row("late messages", [String(history.late)]),
            row("  bytes beside each", [Figure.fixed(history.overheadPerMessage, 1)]),
            row("history bytes per peer", [Figure.fixed(history.overheadPerNode, 0)]),
            row(
                "seconds late, p50 max",
                ["\(Figure.fixed(history.medianDelay, 2)) \(Figure.fixed(history.longestDelay, 2))"]
            ),
        ]
    }

    private static func title(_ configuration: SimulationConfiguration) -> String {
        let scene = configuration.attack.map { ", scene \($0.rawValue)" } ?? ""
        return
            "\(configuration.peers) peers, D=\(configuration.degree), \(configuration.messages) messages of "
            + "\(configuration.payloadBytes) bytes, seed \(configuration.seed)\(scene)"
    }

    private static var figures: [(String, (MeasuredRun) -> String)] {
        [
            ("delivery", { Figure.fixed($0.report.delivery, 6) }),
            (
                "latency ms p50 p90 p99 max",
                { run in
                    [0.5, 0.9, 0.99, 1].map { Figure.fixed(run.report.latency(quantile: $0), 1) }
                        .joined(separator: " ")
                }
            ),
            ("hops, mean (most)", { "\(Figure.fixed($0.report.meanHops, 3)) (\($0.report.maximumHops))" }),
            (
                "log_(D-1) N",
                {
                    Figure.fixed(
                        Figure.expectedHops(peers: $0.configuration.peers, degree: $0.configuration.degree),
                        3
                    )
                }
            ),
            ("copies per peer", { Figure.fixed($0.report.copiesPerNode, 3) }),
            ("mesh degree, mean", { Figure.fixed($0.report.meanMeshDegree, 3) }),
            ("control bytes per peer", { Figure.fixed($0.report.controlBytesPerNode, 0) }),
            ("payload bytes per peer", { Figure.fixed($0.report.payloadBytesPerNode, 0) }),
            ("sent by request, per peer", { Figure.fixed($0.report.retransmissionsPerNode, 3) }),
            ("wall seconds", { Figure.fixed($0.wall, 2) }),
            ("trace", { Figure.hash($0.report.traceHash) }),
        ]
    }

    private static func row(_ name: String, _ values: [String]) -> String {
        var line = pad(name, 28)
        for value in values { line += pad(value, 30) }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
