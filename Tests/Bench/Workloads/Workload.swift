/// Something to be timed, the same in both builds: a piece of the core without sockets, on one core of the
/// machine.
///
/// `prepare` makes what a run needs, outside the time; `run` does it once and says whether all came out
/// right. Indirect: a router is too large to lie in an enum of the component.
package indirect enum Workload {
    /// Seals and opens messages of that size.
    case aead(messageBytes: Int, AEADWorkload)
    /// Writes Noise records of that size and reads them back.
    case records(messageBytes: Int, RecordWorkload)
    /// Whole XX handshakes, both sides.
    case handshakes(HandshakeWorkload)
    /// A router receives signed messages of 200 bytes.
    case reception(ReceptionWorkload)
    /// Signatures are checked.
    case verification(VerificationWorkload)
    /// The heartbeats of a router with 50 peers in 64 topics.
    case heartbeats(HeartbeatWorkload)

    /// The workload of that name; nil when there is none, or when it cannot be set up.
    ///
    /// - Parameter name: `aead-SIZE`, `records-SIZE`, `handshakes`, `reception`, `verification` or
    ///   `heartbeats`.
    package init?(name: String) {
        let parts = name.split(separator: "-")
        let size = parts.count == 2 ? Int(parts[1]) : nil
        switch (parts.first, size) {
        case ("aead", .some(let size)): self = .aead(messageBytes: size, AEADWorkload(messageBytes: size))
        case ("records", .some(let size)):
            guard let workload = RecordWorkload(messageBytes: size) else { return nil }
            self = .records(messageBytes: size, workload)
        case ("handshakes", nil): self = .handshakes(HandshakeWorkload())
        case ("reception", nil): self = .reception(ReceptionWorkload())
        case ("verification", nil): self = .verification(VerificationWorkload())
        case ("heartbeats", nil): self = .heartbeats(HeartbeatWorkload(peers: 50, topics: 64))
        default: return nil
        }
    }

    /// Makes what `count` repetitions need.
    package mutating func prepare(_ count: Int) {
        guard case .reception(var workload) = self else { return }
        workload.prepare(count)
        self = .reception(workload)
    }

    /// Repeats the work so often; false when something went wrong.
    package mutating func run(_ count: Int) -> Bool {
        switch self {
        case .aead(_, var workload):
            return workload.run(count)
        case .records(let size, var workload):
            defer { self = .records(messageBytes: size, workload) }
            return workload.run(count)
        case .handshakes(var workload):
            defer { self = .handshakes(workload) }
            return workload.run(count)
        case .reception(var workload):
            defer { self = .reception(workload) }
            return workload.run(count)
        case .verification(let workload):
            return workload.run(count)
        case .heartbeats(var workload):
            defer { self = .heartbeats(workload) }
            return workload.run(count)
        }
    }
}
