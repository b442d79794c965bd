import Net

extension ChatEvent {
    /// What the log says of the event, and how important that is. One line, printable; never the text of a
    /// message.
    public var logEntry: (level: LogLevel, text: String) {
        switch self {
        case .message(let message):
            return (.debug, "message in \(message.room.text) from \(message.author.description)")
        case .roundTrip(let peer, let interval):
            return (.trace, "round trip to \(peer.description) \(interval.milliseconds) ms")
        case .identified(let peer, let agent):
            return (.debug, "\(peer.description) is \(Displayable(agent, limit: 128).text)")
        case .error(let message): return (.debug, Displayable(message).text)
        case .dialFailed: return (.info, firstPlainLine)
        case .history(let room, let messages):
            return (.debug, "history of \(room.text): \(messages.count) messages")
        case .sent, .named, .list, .listed, .peers, .rooms, .inspection, .notice, .member, .caughtUp:
            return (.debug, firstPlainLine)
        case .ready, .listening, .listenerClosed, .connected, .disconnected, .joined, .left, .switched,
            .renamed, .closed:
            return (.info, firstPlainLine)
        }
    }

    private var firstPlainLine: String {
        var text = PlainLine.lines(for: self).first?.text ?? name
        if text.begins(with: "-- ") { text.removeFirst(3) }
        return text
    }
}
