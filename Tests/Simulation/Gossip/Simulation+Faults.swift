import Net

/// What goes wrong.
extension Simulation {
    mutating func scheduleFaults() {
        let count = configuration.messages
        if configuration.churnPerMinute > 0 {
            queue.add(.churn, at: .origin + configuration.rampUp + churnInterval)
        }
        if configuration.partitionShare > 0 {
            queue.add(.partition(true), at: publishTime(count / 3) - .milliseconds(1))
            queue.add(.partition(false), at: publishTime(count * 2 / 3) - .milliseconds(1))
        }
        if configuration.cutShare > 0 {
            queue.add(.cut, at: publishTime(count / 2) - .milliseconds(1))
        }
        if configuration.attack == .covertflash {
            // Just before the first message: the attackers have earned what time in the mesh earns.
            queue.add(.flash, at: publishTime(count / 3) - .milliseconds(1))
        }
    }

    /// The time from one leaving peer to the next.
    private var churnInterval: Interval {
        Interval(nanoseconds: Int64(60e9 / (configuration.churnPerMinute * Double(configuration.peers))))
    }

    mutating func churn() {
        queue.add(.churn, at: now + churnInterval)
        let node = Int(random.next(upperBound: UInt64(configuration.peers)))
        guard nodes[node].isUp, !nodes[node].isAttacker, node != victim else { return }
        stop(node)
        queue.add(.start(node: node), at: now + configuration.absence)
    }

    mutating func setPartition(_ begins: Bool) {
        isApart = begins
        guard begins else {
            healedAt = now
            return restoreLinks()
        }
        for index in links.indices where links[index].isUp {
            guard nodes[links[index].first].isInMinority != nodes[links[index].second].isInMinority else {
                continue
            }
            severed.append(index)
            breakLink(index, redials: true)
        }
    }

    /// Peers do not forget those they have lost: they try again, and now they get through, within a second or
    /// so.
    private mutating func restoreLinks() {
        for index in severed {
            let lost = links[index]
            links.append(SimulatedLink(first: lost.first, second: lost.second, latency: lost.latency))
            nodes[lost.first].dialing += 1
            let delay = Interval(nanoseconds: Int64(random.next(upperBound: UInt64(1_000_000_000))))
            queue.add(.connected(link: links.count - 1, epoch: 0), at: now + delay + lost.latency * 6)
        }
        severed = []
    }

    mutating func cutLinks() {
        for index in links.indices where links[index].isUp {
            guard random.isHit(configuration.cutShare) else { continue }
            breakLink(index, redials: true)
        }
    }

    mutating func flash() {
        for node in nodes.indices where nodes[node].isAttacker { nodes[node].forwards = false }
    }
}
