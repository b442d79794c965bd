import Gossip
import Net

/// What is measured, and the report made of it.
extension Simulation {
    mutating func sample() {
        queue.add(.sample, at: now + configuration.sampleInterval)
        var sample = SimulationSample(
            seconds: (now - .origin).seconds,
            livePeers: 0,
            meanMeshDegree: 0,
            meshDegrees: 0...0,
            peersOutOfBounds: 0,
            honestScore: 0,
            attackerScore: 0,
            attackersInMesh: 0
        )
        var tally = SampleTally()
        let bounds = MeshParameters(degree: configuration.degree)
        for node in nodes where node.isUp && !node.isAttacker {
            let mesh = node.router.meshPeers(of: Self.topic)
            sample.livePeers += 1
            tally.add(meshDegree: mesh.count)
            // A peer with few connections cannot do better.
            let possible = min(bounds.degreeLow, node.links.count)
            if mesh.count < possible || mesh.count > bounds.degreeHigh { sample.peersOutOfBounds += 1 }
            tally.attackersInMesh += mesh.count { isAttacker(SimulatedIdentity.index($0)) }
            for (peer, _) in node.links {
                let score = node.router.score(of: SimulatedIdentity.peer(peer))
                tally.add(score: score, isAttacker: nodes[peer].isAttacker)
            }
        }
        tally.fill(&sample)
        samples.append(sample)
        if now >= firstPublication, now <= publishTime(configuration.messages) {
            meshDegreesWhilePublishing.sum += sample.meanMeshDegree
            meshDegreesWhilePublishing.count += 1
        }
        if let healedAt, recoveryHeartbeats == nil, sample.peersOutOfBounds == 0 {
            recoveryHeartbeats = Int((now - healedAt).milliseconds / 1_000)
        }
    }

    func report(events: UInt64) -> SimulationReport {
        var report = SimulationReport()
        measureDelivery(&report)
        measureTraffic(&report)
        if configuration.keepsHistory { report.history = historyReport() }
        report.meanMeshDegree =
            meshDegreesWhilePublishing.count > 0
            ? meshDegreesWhilePublishing.sum / Double(meshDegreesWhilePublishing.count) : 0
        for node in nodes where node.isUp && !node.isAttacker {
            let degree = node.router.meshPeers(of: Self.topic).count
            while report.meshDegreeCounts.count <= degree { report.meshDegreeCounts.append(0) }
            report.meshDegreeCounts[degree] += 1
        }
        report.samples = samples
        report.recoveryHeartbeats = recoveryHeartbeats
        report.traceHash = trace.value
        report.events = events
        return report
    }

    private func measureDelivery(_ report: inout SimulationReport) {
        var meant = 0
        var hops = 0
        var victimMeant = 0
        var victimLatencies: [UInt32] = []
        for (message, publication) in log.publications.enumerated() where publication.publisher >= 0 {
            for node in nodes.indices where node != publication.publisher {
                guard isEligible(node, at: publication.time, isApart: publication.isDuringPartition) else {
                    continue
                }
                meant += 1
                let latency = log.latency(message, at: node)
                if node == victim {
                    victimMeant += 1
                    if let latency { victimLatencies.append(latency) }
                }
                guard let latency else { continue }
                report.latencies.append(latency)
                hops += log.hopCount(message, at: node)
                report.maximumHops = max(report.maximumHops, log.hopCount(message, at: node))
            }
        }
        report.latencies.sort()
        report.delivery = meant > 0 ? Double(report.latencies.count) / Double(meant) : 0
        report.meanHops = report.latencies.isEmpty ? 0 : Double(hops) / Double(report.latencies.count)
        guard victim != nil, victimMeant > 0 else { return }
        report.victimDelivery = Double(victimLatencies.count) / Double(victimMeant)
        victimLatencies.sort()
        report.victimLatency =
            victimLatencies.isEmpty ? nil : Double(victimLatencies[victimLatencies.count / 2]) / 1_000
    }

    private func historyReport() -> HistoryReport {
        var report = HistoryReport()
        var meant = 0
        var delivered = 0
        for (message, publication) in log.publications.enumerated() where publication.publisher >= 0 {
            for node in nodes.indices where node != publication.publisher && !nodes[node].isAttacker {
                meant += 1
                if log.latency(message, at: node) != nil { delivered += 1 }
            }
        }
        let delays = lateDelays.sorted()
        let overhead = Double(historyBytes - historyMessageBytes)
        report.delivery = Double(delivered) / Double(max(1, meant))
        report.liveDelivery = Double(delivered - log.late) / Double(max(1, meant))
        report.late = log.late
        report.overheadPerMessage = overhead / Double(max(1, log.late))
        report.overheadPerNode = overhead / Double(max(1, nodes.count - attackerCount))
        report.medianDelay = delays.isEmpty ? 0 : delays[delays.count / 2]
        report.longestDelay = delays.last ?? 0
        return report
    }

    private func measureTraffic(_ report: inout SimulationReport) {
        var total = pastCounters
        var honest = 0
        for node in nodes where !node.isAttacker {
            honest += 1
            // Of a peer that is away, its last life was counted when it left.
            guard node.isUp else { continue }
            let counters = node.router.counters
            total.received += counters.received
            total.bytesSent += counters.bytesSent
            total.messageBytesSent += counters.messageBytesSent
            total.retransmitted += counters.retransmitted
        }
        let count = Double(max(1, honest))
        let messages = Double(max(1, configuration.messages))
        report.copiesPerNode = Double(total.received) / count / messages
        report.controlBytesPerNode = Double(total.bytesSent - total.messageBytesSent) / count
        report.payloadBytesPerNode = Double(total.messageBytesSent) / count
        report.retransmissionsPerNode = Double(total.retransmitted) / count
    }
}
