import Foundation

/// How much memory a process and its children hold.
enum MemoryProbe {
    /// Resident, in KiB; zero when it has gone.
    static func residentKibibytes(_ identifier: pid_t) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let own = line.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        let list = "/proc/\(identifier)/task/\(identifier)/children"
        let children = (try? String(contentsOfFile: list, encoding: .utf8)) ?? ""
        return children.split(separator: " ").compactMap { pid_t($0) }.reduce(own) {
            $0 + residentKibibytes($1)
        }
    }
}
