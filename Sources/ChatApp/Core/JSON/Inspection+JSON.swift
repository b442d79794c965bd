import Net

extension Inspection {
    func write(to writer: inout JSONWriter) {
        writer.member("topics", topics) { $1.write(to: &$0) }
        writer.member("peers", peers) { $1.write(to: &$0) }
        writer.member("connections", connections) { $1.write(to: &$0) }
        writer.member("traces", traces) { $1.write(to: &$0) }
        writer.member("counters", counters) { $1.write(to: &$0) }
    }
}

extension Inspection.Topic {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("joined", isJoined)
        writer.member("mesh", mesh)
        writer.member("peers", peers)
        writer.member("fanout", fanout)
        writer.member("backoffs", backoffs) { writer, backoff in
            writer.member("peer", backoff.peer)
            writer.member("remaining_ms", backoff.remaining.milliseconds)
        }
        if let meshBounds {
            writer.member("mesh_low", meshBounds.lowerBound)
            writer.member("mesh_high", meshBounds.upperBound)
        }
    }
}

extension Inspection.Peer {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("peer", peer)
        writer.member("protocol", protocolName)
        writer.member("score", score)
        writer.member("components", scoreComponents) { $1.write(to: &$0) }
    }
}

extension Inspection.Figure {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("value", value)
    }
}

extension Inspection.Trace {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("id", Hex.encode(id))
        writer.member("topic", topic)
        if let receivedFrom { writer.member("from", receivedFrom) }
        writer.member("duplicates", duplicateCount)
        if let latency { writer.member("latency_ms", latency.seconds * 1_000) }
        writer.member("ihave", announcementCount)
        writer.member("iwant", wasAskedFor)
        writer.member("served", serveCount)
    }
}
