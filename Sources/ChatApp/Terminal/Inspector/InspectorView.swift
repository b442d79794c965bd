import ChatCore
import Net

/// The inside of gossip, live: who is in the mesh and why, what each connection carries, which way messages
/// took.
enum InspectorView {
    /// What the pages are drawn with.
    struct Context {
        let model: TerminalModel
        let width: Int
        let text: Style

        init(_ model: TerminalModel, width: Int) {
            self.model = model
            self.width = width
            text = model.theme.style(.text)
        }

        func style(_ role: Role) -> Style { text.overlaid(with: model.theme.style(role)) }

        /// A peer as people know it: nick and key tag, in a fixed number of columns.
        func peer(_ peer: PeerID, columns: Int = 18) -> StyledSpan {
            let name = model.directory.peers[peer]?.nick ?? ""
            let tag = peer.shortDescription
            let text = Format.padded(name, to: max(0, columns - 7)) + " " + tag
            return StyledSpan(text, self.text.overlaid(with: model.theme.nickStyle(forKey: peer.description)))
        }

        func wrapped(_ text: String, _ role: Role, indent: Int = 0) -> [StyledRow] {
            StyledRow.wrapped(text, style(role), width: width, indent: indent)
        }
    }

    static func draw(
        _ model: TerminalModel,
        page: InspectorPage,
        row: Int,
        _ rect: Rect,
        _ screen: inout Screen
    ) {
        guard rect.height > 1 else { return }
        let context = Context(model, width: rect.width)
        screen.fill(rect, context.text)
        var x = rect.x
        for candidate in InspectorPage.allCases {
            let role: Role = candidate == page ? .selected : .item
            let place = Rect(x: x, y: rect.y, width: rect.x + rect.width - x, height: 1)
            x += screen.draw(" \(candidate.rawValue) ", in: place, context.style(role))
        }
        let tail = Rect(x: x, y: rect.y, width: rect.x + rect.width - x, height: 1)
        screen.draw("  F3 next, F2 closes, /help gossip", in: tail, context.style(.faint))
        let all = rows(model, page: page, width: rect.width)
        TerminalView.draw(all, from: row, in: rect.inset(top: 1), model, &screen)
    }

    static func rows(_ model: TerminalModel, page: InspectorPage, width: Int) -> [StyledRow] {
        let context = Context(model, width: width)
        guard let inspection = model.inspector.latest else {
            return context.wrapped("Waiting for the first look into gossip ...", .faint)
        }
        switch page {
        case .mesh: return meshRows(inspection, context)
        case .peers: return peerRows(inspection, context)
        case .connections: return connectionRows(inspection, context)
        case .messages: return messageRows(inspection, context)
        case .counters: return counterRows(inspection, context)
        }
    }

    // MARK: - Mesh

    private static func meshRows(_ inspection: Inspection, _ context: Context) -> [StyledRow] {
        let topicName = context.model.room.name.topic
        let shown = Displayable(topicName, limit: 160).text
        var rows = [StyledRow("Topic \(shown)", context.style(.heading))]
        guard let topic = inspection.topics.first(where: { $0.name == topicName }) else {
            return rows
                + context.wrapped(
                    "Gossip knows nothing of this topic: we are not in it, and nobody told us of it.",
                    .faint
                )
        }
        let scores = Dictionary(
            inspection.peers.map { ($0.peer, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let others = topic.peers.filter { !topic.mesh.contains($0) }
        rows += section(
            "Mesh (\(topic.mesh.count)\(bounds(topic))): whole messages flow both ways",
            topic.mesh,
            scores,
            "█",
            .good,
            context
        )
        rows += section(
            "Gossip only (\(others.count)): told which messages exist, and ask for those they miss",
            others,
            scores,
            "░",
            .notice,
            context
        )
        if !topic.fanout.isEmpty {
            rows += section(
                "Fanout (\(topic.fanout.count)): we send without having joined",
                topic.fanout,
                scores,
                "▒",
                .warning,
                context
            )
        }
        if !topic.backoffs.isEmpty {
            rows.append(StyledRow())
            rows.append(
                StyledRow(
                    "Backoff (\(topic.backoffs.count)): pruned; not to be grafted again before",
                    context.style(.heading)
                )
            )
            for backoff in topic.backoffs {
                var row = StyledRow("  ", context.text)
                row.spans.append(context.peer(backoff.peer))
                row.append("  " + Format.interval(backoff.remaining), context.style(.warning))
                rows.append(row)
            }
        }
        rows += legend(inspection, context)
        return rows
    }

    /// Between which numbers the mesh is kept.
    private static func bounds(_ topic: Inspection.Topic) -> String {
        topic.meshBounds.map { ", kept at \($0.lowerBound) to \($0.upperBound)" } ?? ""
    }

    private static func section(
        _ title: String,
        _ peers: [PeerID],
        _ scores: [PeerID: Inspection.Peer],
        _ mark: String,
        _ role: Role,
        _ context: Context
    ) -> [StyledRow] {
        var rows = [StyledRow()] + context.wrapped(title, .heading)
        if peers.isEmpty { rows.append(StyledRow("  nobody", context.style(.faint))) }
        let greatest = scores.values.map { abs($0.score) }.max() ?? 0
        for peer in peers {
            var row = StyledRow(" \(mark) ", context.style(role))
            row.spans.append(context.peer(peer))
            let state = context.model.directory.peers[peer]
            row.append(
                " "
                    + Format.padded(
                        state?.roundTrip.map { Format.interval($0) } ?? "-",
                        to: 7,
                        alignRight: true
                    ) + "  ",
                context.style(.faint)
            )
            let score = scores[peer]?.score ?? 0
            row.append(
                Graph.bar(abs(score), of: greatest, columns: 10),
                context.style(score < 0 ? .bad : .graph)
            )
            row.append(" score \(Format.number(score))", context.style(score < 0 ? .bad : .text))
            rows.append(row)
        }
        return rows
    }

    private static func legend(_ inspection: Inspection, _ context: Context) -> [StyledRow] {
        guard context.width >= 50 else { return [] }
        return [StyledRow()]
            + context.wrapped(
                "A mesh peer is sent every message. Once a second (the heartbeat) the mesh is kept between its bounds: "
                    + "GRAFT adds a link, PRUNE removes one. The others get IHAVE lists and answer IWANT for what they miss. "
                    + "The bars compare scores: what we think of each.",
                .faint
            )
    }

    // MARK: - Peers

    private static func peerRows(_ inspection: Inspection, _ context: Context) -> [StyledRow] {
        guard !inspection.peers.isEmpty else { return context.wrapped("No gossip peers.", .faint) }
        let peers = inspection.peers.sorted { ($0.score, $1.peer) > ($1.score, $0.peer) }
        var rows: [StyledRow] = []
        for peer in peers {
            var head = StyledRow()
            head.spans.append(context.peer(peer.peer))
            head.append("  score \(Format.number(peer.score))", context.style(peer.score < 0 ? .bad : .good))
            head.append("  " + Displayable(peer.protocolName, limit: 40).text, context.style(.faint))
            rows.append(head)
            let greatest = peer.scoreComponents.map { abs($0.value) }.max() ?? 0
            let parts = peer.scoreComponents.filter { $0.value != 0 }
            if parts.isEmpty {
                rows.append(StyledRow("  nothing earned, nothing held against it", context.style(.faint)))
            }
            for part in parts {
                let name = Displayable(part.name, limit: 40).text
                var row = StyledRow("  " + Format.padded(name, to: 24) + " ", context.style(.faint))
                row.append(
                    Graph.bar(abs(part.value), of: greatest, columns: 12),
                    context.style(part.value < 0 ? .bad : .graph)
                )
                let value = Format.padded(Format.number(part.value), to: 8, alignRight: true)
                row.append(value, context.style(part.value < 0 ? .bad : .text))
                let meaning = GossipGlossary.scorePart(name)
                if context.width >= 48 + meaning.count { row.append("  " + meaning, context.style(.faint)) }
                rows.append(row)
            }
        }
        return rows + [StyledRow()]
            + context.wrapped(
                "What we think of each peer, and why; parts that are zero are left out. Below zero a peer leaves the mesh.",
                .faint
            )
    }
}
