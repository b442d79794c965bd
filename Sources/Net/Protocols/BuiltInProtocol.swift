/// The protocols that the swarm speaks by itself, below the program.
enum BuiltInProtocol: Hashable, CaseIterable {
    case identify
    case identifyPush
    case ping
    case perf

    /// The name by which multistream-select knows it.
    var name: String {
        switch self {
        case .identify: "/ipfs/id/1.0.0"
        case .identifyPush: "/ipfs/id/push/1.0.0"
        case .ping: "/ipfs/ping/1.0.0"
        case .perf: "/perf/1.0.0"
        }
    }

    /// The streams of it that a peer may have open on one connection.
    var maximumInboundStreams: Int {
        switch self {
        case .identify, .identifyPush: 4
        case .ping: 2
        case .perf: 1
        }
    }

    /// The protocol of that name, if it is one of these.
    init?(name: String) {
        guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }
}
