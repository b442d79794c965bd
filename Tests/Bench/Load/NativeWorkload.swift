import BenchWorkloads

/// A workload of the core, timed in this process.
struct NativeWorkload {
    private let name: String
    private var workload: Workload

    init(_ name: String) throws {
        guard let workload = Workload(name: name) else { throw BenchmarkError("no workload \(name)") }
        self.name = name
        self.workload = workload
    }

    /// Seconds for each of so many repetitions.
    mutating func secondsEach(_ count: Int) throws -> Double {
        workload.prepare(count)
        let start = Clock.seconds
        let isRight = workload.run(count)
        let time = Clock.seconds - start
        guard isRight else { throw BenchmarkError("\(name) went wrong") }
        return time / Double(count)
    }
}
