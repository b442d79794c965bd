import Net

/// Who is in the room: oneself, those connected, and those that gossip brings from further away.
enum MemberListView {
    /// For every row of the list the peer it shows.
    static func visible(_ model: TerminalModel, height: Int) -> [PeerID?] {
        var list: [PeerID?] = [nil]
        if let own = model.directory.ownPeer, model.room.isJoined { list.append(own) }
        list += sorted(model, model.room.members).map { Optional($0) }
        list += sorted(model, model.room.heard).map { Optional($0) }
        guard list.count > height, height > 1 else { return Array(list.prefix(height)) }
        return Array(list.prefix(height - 1)) + [nil]
    }

    private static func sorted(_ model: TerminalModel, _ peers: Set<PeerID>) -> [PeerID] {
        let named = peers.map { (name: model.directory.nick(of: $0).lowercased(), peer: $0) }
        return named.sorted { ($0.name, $0.peer) < ($1.name, $1.peer) }.map(\.peer)
    }

    static func draw(_ model: TerminalModel, _ rect: Rect, _ screen: inout Screen) {
        guard !rect.isEmpty else { return }
        let theme = model.theme
        let total = model.room.presentCount
        for (y, peer) in visible(model, height: rect.height).enumerated() {
            let row = rect.row(y)
            if let peer {
                drawMember(model, peer, row, &screen)
            } else if y == 0 {
                screen.draw("\(total) here", in: row, theme.style(.heading))
            } else {
                screen.draw("and \(total - y + 1) more", in: row, theme.style(.faint))
            }
        }
    }

    private static func drawMember(
        _ model: TerminalModel,
        _ peer: PeerID,
        _ row: Rect,
        _ screen: inout Screen
    ) {
        let theme = model.theme
        let text = theme.style(.text)
        let isOwn = peer == model.directory.ownPeer
        let isNear = isOwn || model.room.members.contains(peer)
        let state = model.directory.peers[peer]
        let isHidden = model.directory.isHidden(peer)
        let mark = isHidden ? "×" : isOwn ? "◆" : isNear ? "●" : "○"
        let markRole: Role = isHidden ? .bad : isOwn ? .prompt : isNear ? .good : .faint
        screen.draw(mark, in: row, text.overlaid(with: theme.style(markRole)))
        let name = isOwn ? model.directory.ownNick : model.directory.nick(of: peer)
        let isTagged =
            state?.nick != nil
            && (model.settings.showsKeyTags || model.directory.needsTag(peer, nick: name))
        var right = isTagged ? " " + peer.shortDescription : ""
        if row.width >= 2 + DisplayWidth.columns(of: name + right) + 8, let roundTrip = state?.roundTrip {
            right += Format.padded(Format.interval(roundTrip), to: 7, alignRight: true)
        }
        let space = max(0, row.width - 2 - DisplayWidth.columns(of: right))
        let nickStyle = isOwn ? theme.style(.ownNick) : theme.nickStyle(forKey: peer.description)
        screen.draw(
            Format.padded(name, to: space),
            in: row.inset(left: 2),
            text.overlaid(with: nickStyle)
        )
        screen.draw(right, in: row.inset(left: 2 + space), text.overlaid(with: theme.style(.faint)))
    }
}
