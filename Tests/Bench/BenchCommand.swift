import ArgumentParser
import Foundation

/// `hearsay-bench`: measures, prints a table and writes it as JSON.
@main
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hearsay-bench",
        abstract: "Measures Hearsay against raw sockets, OpenSSL and itself, as ratios taken in one run."
    )

    @Argument(help: "The benchmarks to run, such as P1,P4; all of them by default.")
    var only: [String] = []

    @Option(help: "Where the results go.")
    var output = "build/bench.json"

    @Flag(help: "Simulate networks of 10,000 peers too, which takes minutes.")
    var large = false

    @Option(help: .hidden)
    var profile: String?

    @Option(help: .hidden)
    var count = 1_000

    @Option(help: .hidden)
    var serve: String?

    @Option(help: .hidden)
    var target: UInt16 = 0

    @Option(help: .hidden)
    var delay: Double = 0

    func run() throws {
        // For a profiler: one workload, so often, and nothing else.
        if let profile {
            var workload = try NativeWorkload(profile)
            _ = try workload.secondsEach(count)
            return
        }
        switch serve {
        case "raw": try Roles.rawServer()
        case "peer": try Roles.peer()
        case "delay-proxy": try Roles.delayProxy(target: target, milliseconds: delay)
        default: try measure()
        }
    }

    private func measure() throws {
        let names = only.flatMap { $0.split(separator: ",").map { $0.lowercased() } }
        let all = Catalogue.all(isLarge: large)
        let chosen = all.filter { names.isEmpty || names.contains($0.name.lowercased()) }
        guard !chosen.isEmpty else {
            throw ValidationError(
                "there is no such benchmark; there are \(all.map(\.name).joined(separator: ", "))"
            )
        }
        var report = Report()
        Report.showHeading()
        fflush(nil)
        for benchmark in chosen {
            FileHandle.standardError.write(Data("measuring \(benchmark.name)\n".utf8))
            let results: [BenchmarkResult]
            do {
                results = try benchmark.run()
            } catch {
                results = [BenchmarkResult(benchmark.name, unmeasured: "\(error)")]
            }
            results.forEach(Report.show)
            fflush(nil)
            report.results += results
        }
        try report.write(to: output)
    }
}
