import Glibc
import GossipSimulation
import Net

/// A run, with what it cost.
struct MeasuredRun {
    let configuration: SimulationConfiguration
    let report: SimulationReport
    /// Seconds.
    let wall: Double
    /// Resident memory per peer, with all meshes formed and before the first message. Only the first run of a
    /// process can be measured: later ones get what earlier ones gave back.
    let bytesPerPeer: Int

    init(_ configuration: SimulationConfiguration) {
        self.configuration = configuration
        let memoryBefore = Self.residentBytes()
        let start = Self.seconds()
        var simulation = Simulation(configuration)
        simulation.run(until: simulation.firstPublication - .milliseconds(1))
        bytesPerPeer = max(0, Self.residentBytes() - memoryBefore) / configuration.peers
        report = simulation.run()
        wall = Self.seconds() - start
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The second number of /proc/self/statm, in pages.
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let numbers = text.split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
