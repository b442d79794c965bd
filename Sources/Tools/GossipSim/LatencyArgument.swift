import ArgumentParser
import GossipSimulation
import Net

/// The value of `--latency`: `fixed:50`, `uniform:30-70` or `regions`.
struct LatencyArgument: ExpressibleByArgument {
    let model: LatencyModel

    init(model: LatencyModel) {
        self.model = model
    }

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1)
        switch (parts.first, parts.count) {
        case ("regions", 1):
            model = .regions
        case ("fixed", 2):
            guard let milliseconds = Int64(parts[1]), 0...60_000 ~= milliseconds else { return nil }
            model = .fixed(.milliseconds(milliseconds))
        case ("uniform", 2):
            let bounds = parts[1].split(separator: "-").compactMap { Int64($0) }
            guard bounds.count == 2, 0...60_000 ~= bounds[0], bounds[0]...60_000 ~= bounds[1] else {
                return nil
            }
            model = .uniform(.milliseconds(bounds[0]), .milliseconds(bounds[1]))
        default:
            return nil
        }
    }

    var defaultValueDescription: String { "uniform:30-70" }
}
