import GossipSimulation

/// The plots of a run as one SVG picture: latencies, mesh degrees, and meshes and scores over time.
enum Plot {
    private static var width: Double { 960 }
    private static var height: Double { 680 }

    static func svg(_ run: MeasuredRun, comparison: MeasuredRun?) -> String {
        let report = run.report
        var panels = [latencyPanel(run, comparison), degreePanel(report)]
        panels.append(meshPanel(report))
        panels.append(scorePanel(report))
        var text =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" "
            + "font-family=\"sans-serif\" font-size=\"12\">\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        for (index, panel) in panels.enumerated() {
            let x = Double(index % 2) * width / 2
            let y = Double(index / 2) * height / 2
            text += "<g transform=\"translate(\(Int(x)) \(Int(y)))\">\n\(panel.svg())</g>\n"
        }
        return text + "</svg>\n"
    }

    /// The share of deliveries within a time.
    private static func latencyPanel(_ run: MeasuredRun, _ comparison: MeasuredRun?) -> PlotPanel {
        var panel = PlotPanel(
            title: "Delivered within",
            horizontal: "milliseconds",
            vertical: "share of deliveries"
        )
        panel.lines.append(
            PlotLine(name: comparison == nil ? "" : "with scoring", points: distribution(run.report))
        )
        if let comparison {
            panel.lines.append(PlotLine(name: "without", points: distribution(comparison.report)))
        }
        return panel
    }

    /// Scaled by the delivery: what never arrives keeps the line below 1.
    private static func distribution(_ report: SimulationReport) -> [(Double, Double)] {
        let steps = 200
        var points: [(Double, Double)] = [(0, 0)]
        for step in 1...steps {
            let quantile = Double(step) / Double(steps)
            points.append((report.latency(quantile: quantile), quantile * report.delivery))
        }
        return points
    }

    private static func degreePanel(_ report: SimulationReport) -> PlotPanel {
        var panel = PlotPanel(title: "Mesh degree", horizontal: "mesh peers", vertical: "peers")
        panel.bars = report.meshDegreeCounts.enumerated().map { (Double($0.offset), Double($0.element)) }
        return panel
    }

    private static func meshPanel(_ report: SimulationReport) -> PlotPanel {
        var panel = PlotPanel(title: "Meshes over time", horizontal: "seconds", vertical: "mesh peers")
        let samples = report.samples
        panel.lines = [
            PlotLine(name: "mean", points: samples.map { ($0.seconds, $0.meanMeshDegree) }),
            PlotLine(
                name: "smallest",
                points: samples.map { ($0.seconds, Double($0.meshDegrees.lowerBound)) }
            ),
            PlotLine(
                name: "largest",
                points: samples.map { ($0.seconds, Double($0.meshDegrees.upperBound)) }
            ),
        ]
        return panel
    }

    private static func scorePanel(_ report: SimulationReport) -> PlotPanel {
        var panel = PlotPanel(title: "Scores over time", horizontal: "seconds", vertical: "mean score")
        panel.lines = [PlotLine(name: "honest", points: report.samples.map { ($0.seconds, $0.honestScore) })]
        if report.samples.contains(where: { $0.attackerScore != 0 }) {
            panel.lines.append(
                PlotLine(name: "attackers", points: report.samples.map { ($0.seconds, $0.attackerScore) })
            )
        }
        return panel
    }
}
