import Foundation

/// How a scene went.
package struct SceneResult: Sendable {
    package enum Outcome: Hashable, Sendable {
        case passed
        case failed(SceneProblem)
        /// The machine lacks something the scene needs.
        case skipped(String)
    }

    package let file: String
    package let title: String
    package let outcome: Outcome
    package let duration: Duration
    package let peerCount: Int
    package let stepCount: Int
    package let saidCount: Int
    package let heardCount: Int
    package let latency: LatencyStatistics
    package let measurements: [String: LatencyStatistics]
    /// Transcript, diagram and, after a failure, every peer's output.
    package let folder: String

    package var isFailure: Bool {
        if case .failed = outcome { return true }
        return false
    }

    /// One line for people.
    package var summary: String {
        switch outcome {
        case .passed:
            var parts = [
                "\(peerCount) peers", "\(stepCount) steps", "\(saidCount) said", "\(heardCount) heard",
            ]
            if latency.count > 0 {
                parts.append("median \(latency.median.sceneText), slowest \(latency.slowest.sceneText)")
            }
            return "passed in \(duration.sceneText): " + parts.joined(separator: ", ")
        case .failed(let problem):
            return "FAILED after \(duration.sceneText): \(problem)"
        case .skipped(let reason):
            return "skipped: \(reason)"
        }
    }

    /// One line of JSON for programs.
    package var json: String {
        var object: [String: Any] = [
            "scene": title, "file": file, "seconds": rounded(duration.seconds), "peers": peerCount,
            "steps": stepCount, "said": saidCount, "heard": heardCount, "folder": folder,
            "summary": summary,
        ]
        if latency.count > 0 { object["latency_ms"] = json(latency) }
        if !measurements.isEmpty { object["measurements_ms"] = measurements.mapValues(json) }
        switch outcome {
        case .passed:
            object["outcome"] = "passed"
        case .failed(let problem):
            object["outcome"] = "failed"
            object["failure"] = [
                "file": problem.location.file, "line": problem.location.line, "message": problem.message,
            ]
        case .skipped(let reason):
            object["outcome"] = "skipped"
            object["reason"] = reason
        }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
            return "{}"
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func json(_ statistics: LatencyStatistics) -> [String: Any] {
        [
            "count": statistics.count,
            "median": rounded(statistics.median.milliseconds),
            "p95": rounded(statistics.percentile95.milliseconds),
            "max": rounded(statistics.slowest.milliseconds),
        ]
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
