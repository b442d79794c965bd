import GossipSimulation

/// The report as one JSON object on one line.
enum JSONReport {
    static func text(_ run: MeasuredRun, comparison: MeasuredRun?) -> String {
        var fields = Self.fields(run)
        fields.append(("bytes_per_peer", String(run.bytesPerPeer)))
        if let comparison { fields.append(("without_scoring", object(Self.fields(comparison)))) }
        return object(fields)
    }

    private static func fields(_ run: MeasuredRun) -> [(String, String)] {
        let configuration = run.configuration
        let report = run.report
        let expected = Figure.expectedHops(peers: configuration.peers, degree: configuration.degree)
        var fields: [(String, String)] = [
            ("peers", String(configuration.peers)),
            ("degree", String(configuration.degree)),
            ("seed", String(configuration.seed)),
            ("messages", String(configuration.messages)),
            ("scene", configuration.attack.map { "\"\($0.rawValue)\"" } ?? "null"),
            ("scoring", configuration.isScored ? "true" : "false"),
            ("delivery", Figure.fixed(report.delivery, 6)),
            ("latency_ms", latencies(report)),
            ("mean_hops", Figure.fixed(report.meanHops, 4)),
            ("max_hops", String(report.maximumHops)),
            ("expected_hops", Figure.fixed(expected, 4)),
            ("copies_per_node", Figure.fixed(report.copiesPerNode, 4)),
            ("mean_mesh_degree", Figure.fixed(report.meanMeshDegree, 4)),
            ("control_bytes_per_node", Figure.fixed(report.controlBytesPerNode, 1)),
            ("payload_bytes_per_node", Figure.fixed(report.payloadBytesPerNode, 1)),
            ("retransmissions_per_node", Figure.fixed(report.retransmissionsPerNode, 4)),
            ("wall_s", Figure.fixed(run.wall, 3)),
            ("events", String(report.events)),
            ("trace_hash", "\"\(Figure.hash(report.traceHash))\""),
        ]
        if configuration.partitionShare > 0 {
            fields.append(("recovery_heartbeats", report.recoveryHeartbeats.map(String.init) ?? "null"))
        }
        if let history = report.history { fields.append(("history", object(Self.fields(history)))) }
        if let victim = report.victimDelivery { fields.append(("victim_delivery", Figure.fixed(victim, 6))) }
        if let latency = report.victimLatency {
            fields.append(("victim_latency_ms", Figure.fixed(latency, 3)))
        }
        if let last = report.samples.last, configuration.attack != nil {
            fields.append(("attackers_in_mesh", Figure.fixed(last.attackersInMesh, 4)))
            fields.append(("honest_score", Figure.fixed(last.honestScore, 2)))
            fields.append(("attacker_score", Figure.fixed(last.attackerScore, 2)))
        }
        return fields
    }

    private static func fields(_ history: HistoryReport) -> [(String, String)] {
        [
            ("delivery", Figure.fixed(history.delivery, 6)),
            ("delivery_without", Figure.fixed(history.liveDelivery, 6)),
            ("late", String(history.late)),
            ("overhead_bytes_per_late_message", Figure.fixed(history.overheadPerMessage, 1)),
            ("overhead_bytes_per_node", Figure.fixed(history.overheadPerNode, 1)),
            ("delay_s_p50", Figure.fixed(history.medianDelay, 3)),
            ("delay_s_max", Figure.fixed(history.longestDelay, 3)),
        ]
    }

    private static func latencies(_ report: SimulationReport) -> String {
        object([
            ("p50", Figure.fixed(report.latency(quantile: 0.5), 3)),
            ("p90", Figure.fixed(report.latency(quantile: 0.9), 3)),
            ("p99", Figure.fixed(report.latency(quantile: 0.99), 3)),
            ("max", Figure.fixed(report.latency(quantile: 1), 3)),
        ])
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
