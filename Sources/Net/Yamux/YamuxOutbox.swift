internal import DequeModule

/// What waits to be sent that belongs to no living stream, and the streams that wait for their turn.
struct YamuxOutbox {
    private enum GoAwayState {
        case none
        case owed(YamuxGoAwayCode)
        case sent
    }

    private var goAway = GoAwayState.none
    private var ping: UInt32?
    private var pingReplies = Deque<UInt32>()
    private var resets = Deque<YamuxStreamID>()
    private var turns = Deque<YamuxStreamID>()

    /// Whether this end has gone away, told or not.
    var isGoingAway: Bool {
        switch goAway {
        case .none: false
        case .owed, .sent: true
        }
    }

    /// Whether no frame waits.
    var isEmpty: Bool {
        switch goAway {
        case .owed: false
        case .none, .sent: ping == nil && pingReplies.isEmpty && resets.isEmpty && turns.isEmpty
        }
    }

    /// The number of entries that a peer can cause.
    var pendingCount: Int { pingReplies.count + resets.count + turns.count }

    mutating func appendGoAway(_ code: YamuxGoAwayCode) { goAway = .owed(code) }

    mutating func setPing(_ value: UInt32) { ping = value }

    mutating func appendPingReply(_ value: UInt32) { pingReplies.append(value) }

    /// A reset for a stream; the same one twice in a row is one.
    mutating func appendReset(_ id: YamuxStreamID) {
        if resets.last != id { resets.append(id) }
    }

    /// Puts a stream at the end of the line.
    mutating func appendTurn(_ id: YamuxStreamID) { turns.append(id) }

    /// Takes the stream whose turn it is.
    mutating func nextTurn() -> YamuxStreamID? { turns.popFirst() }

    /// Puts a stream back that could not use its turn.
    mutating func returnTurn(_ id: YamuxStreamID) { turns.prepend(id) }

    /// Takes the next frame that belongs to no living stream.
    mutating func nextHeader() -> YamuxHeader? {
        if let value = pingReplies.popFirst() {
            return YamuxHeader(type: .ping, flags: .ack, streamID: 0, length: value)
        }
        if let value = ping {
            ping = nil
            return YamuxHeader(type: .ping, flags: .syn, streamID: 0, length: value)
        }
        if let id = resets.popFirst() {
            return YamuxHeader(type: .data, flags: .rst, streamID: id.rawValue, length: 0)
        }
        if case .owed(let code) = goAway {
            goAway = .sent
            return YamuxHeader(type: .goAway, streamID: 0, length: code.rawValue)
        }
        return nil
    }

    /// Forgets everything but a last go-away.
    mutating func abandon(_ code: YamuxGoAwayCode) {
        self = YamuxOutbox()
        goAway = .owed(code)
    }
}
