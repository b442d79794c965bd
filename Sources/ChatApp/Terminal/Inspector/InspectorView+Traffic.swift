import ChatCore
import Net

/// Connections, messages and counters.
extension InspectorView {
    static func connectionRows(_ inspection: Inspection, _ context: Context) -> [StyledRow] {
        guard !inspection.connections.isEmpty else {
            return context.wrapped("No connections. /dial ADDRESS makes one.", .faint)
        }
        var rows: [StyledRow] = []
        for connection in inspection.connections {
            var head = StyledRow()
            head.spans.append(context.peer(connection.peer))
            let isInbound = connection.direction == .inbound
            head.append(
                isInbound ? "  ← dialled us" : "  → we dialled",
                context.style(isInbound ? .notice : .good)
            )
            head.append("  " + connection.address.description, context.text)
            rows.append(head)
            let roundTrip = connection.roundTrip.map { Format.interval($0) } ?? "not measured"
            rows += context.wrapped(
                "round trip \(roundTrip) · \(connection.streamCount) streams · in \(Format.bytes(connection.bytesReceived))"
                    + " · out \(Format.bytes(connection.bytesSent)) · window \(Format.bytes(connection.receiveWindowBytes))",
                .text,
                indent: 4
            )
            if let points = context.model.inspector.throughput[connection.peer], context.width > 30 {
                var row = StyledRow("    ", context.text)
                row.append(
                    Graph.sparkline(points, columns: min(40, context.width - 24)),
                    context.style(.graph)
                )
                row.append(" \(Format.bytes(UInt64(points.last ?? 0)))/s", context.text)
                rows.append(row)
            }
            if !connection.agent.isEmpty {
                rows += context.wrapped(Displayable(connection.agent, limit: 80).text, .faint, indent: 4)
            }
            if !connection.protocols.isEmpty {
                let names = connection.protocols.map { Displayable($0, limit: 60).text }.joined(
                    separator: " "
                )
                rows += context.wrapped(Displayable(names, limit: 600).text, .faint, indent: 4)
            }
            rows.append(StyledRow())
        }
        return rows
    }

    static func messageRows(_ inspection: Inspection, _ context: Context) -> [StyledRow] {
        guard !inspection.traces.isEmpty else {
            return context.wrapped("No message has come by yet.", .faint)
        }
        var rows = context.wrapped("The latest messages and the way they took, newest first", .heading)
        rows += context.wrapped(
            "A duplicate is the same message by another way: a peer that is told twice loses nothing when one way fails.",
            .faint
        )
        for trace in inspection.traces.reversed() {
            var head = StyledRow(Format.padded(identifier(trace.id), to: 14), context.style(.faint))
            if let peer = trace.receivedFrom {
                head.append("first from ", context.text)
                head.spans.append(context.peer(peer))
            } else {
                head.append("our own", context.style(.ownNick))
            }
            rows.append(head)
            if let text = text(of: trace, context) { rows.append(text) }
            var facts = ["\(trace.duplicateCount) duplicate\(trace.duplicateCount == 1 ? "" : "s")"]
            if let latency = trace.latency { facts.append("\(Format.interval(latency)) on its way") }
            if trace.announcementCount > 0 {
                facts.append("offered \(trace.announcementCount) times by IHAVE")
            }
            if trace.wasAskedFor { facts.append("asked for by IWANT") }
            if trace.serveCount > 0 { facts.append("given to \(trace.serveCount) who asked") }
            facts.append(Displayable(trace.topic, limit: 80).text)
            rows += context.wrapped(facts.joined(separator: " · "), .faint, indent: 14)
        }
        return rows
    }

    /// The first words of a message that is on the screen somewhere.
    private static func text(of trace: Inspection.Trace, _ context: Context) -> StyledRow? {
        guard let entry = context.model.rooms.entry(of: trace.id) else { return nil }
        let line = "\(entry.nick): " + entry.text.replacing("\n", with: " ")
        return StyledRow(
            String(repeating: " ", count: 14) + Format.padded(line, to: max(0, context.width - 14)),
            context.text
        )
    }

    private static func identifier(_ id: [UInt8]) -> String {
        let digits = id.suffix(6).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return digits.joined()
    }

    static func counterRows(_ inspection: Inspection, _ context: Context) -> [StyledRow] {
        guard !inspection.counters.isEmpty else { return context.wrapped("Nothing is counted yet.", .faint) }
        var rows: [StyledRow] = []
        let graph = min(40, max(0, context.width - 50))
        for counter in inspection.counters {
            let name = Displayable(counter.name, limit: 60).text
            var row = StyledRow(Format.padded(name, to: min(30, context.width / 2)) + " ", context.text)
            row.append(
                Format.padded(Format.number(counter.value), to: 12, alignRight: true) + " ",
                context.style(.ownNick)
            )
            if graph > 4, let points = context.model.inspector.rates[counter.name] {
                row.append(Graph.sparkline(points, columns: graph), context.style(.graph))
                row.append(" \(Format.number(points.last ?? 0))/s", context.style(.faint))
            }
            rows.append(row)
            let meaning = GossipGlossary.counter(counter.name)
            if !meaning.isEmpty { rows += context.wrapped(meaning, .faint, indent: 4) }
        }
        return rows
    }
}
