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

    /// Processor seconds per repetition, as `openssl speed` counts them.
    mutating func secondsEach(_ count: Int) throws -> Double {
        try time(count, by: { Clock.threadSeconds })
    }

    /// Wall-clock seconds per repetition.
    mutating func wallSecondsEach(_ count: Int) throws -> Double {
        try time(count, by: { Clock.seconds })
    }

    private mutating func time(_ count: Int, by clock: () -> Double) throws -> Double {
        workload.prepare(count)
        let start = clock()
        let isRight = workload.run(count)
        let time = clock() - start
        guard isRight else { throw BenchmarkError("\(name) went wrong") }
        return time / Double(count)
    }
}
