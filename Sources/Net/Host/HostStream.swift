/// A stream as its host sees it: what it is for, what has come of it, and what waits to be sent on it.
struct HostStream {
    /// What the stream is for.
    enum Kind: Equatable {
        /// For the program, byte by byte.
        case bytes
        /// For the program, message by message.
        case messages
        /// Our request is out; the answer is collected.
        case asking
        /// The peer's request is collected, up to that many bytes.
        case listening(maximumBytes: Int)
        /// The program has the peer's request and owes the answer.
        case answering
    }

    /// What came of bytes.
    struct Received {
        /// What is the program's: bytes or whole messages.
        var pieces: [[UInt8]] = []
        /// Whether the peer has sent something that is too long, or no message.
        var isBroken = false
    }

    /// What follows when the peer has sent everything.
    enum End {
        case nothing
        case ended
        /// It ends in the middle of a message.
        case broken
        case request([UInt8])
        case response([UInt8])
    }

    let peer: PeerID
    let name: String
    let direction: Direction
    private(set) var kind: Kind
    /// Where the protocol has messages: those that are not complete.
    private var frames: FrameBuffer
    /// A request or a response, as far as it has come.
    private var body: [UInt8] = []
    /// What the stream did not take yet.
    var backlog = ByteQueue()
    /// Whether our direction is to be closed after the backlog.
    var isFinishing = false
    /// Whether its turn to be read will come.
    var isReadQueued = false
    /// Whether the program wants nothing of it now.
    var isPaused = false
    /// Whether there is something to read that is left where it is: the stream is paused, or its backlog too
    /// long.
    var isReadHeld = false

    /// A stream on which we ask.
    init(asking peer: PeerID, name: String) {
        self.peer = peer
        self.name = name
        direction = .outbound
        kind = .asking
        frames = FrameBuffer(maximumFrameBytes: 0)
    }

    init(peer: PeerID, name: String, framing: HostProtocol.Framing, direction: Direction) {
        self.peer = peer
        self.name = name
        self.direction = direction
        var maximumFrameBytes = 0
        switch (framing, direction) {
        case (.bytes, _), (.request, .outbound): kind = .bytes
        case (.messages(let maximumBytes), _):
            kind = .messages
            maximumFrameBytes = maximumBytes
        case (.request(let maximumBytes), .inbound): kind = .listening(maximumBytes: maximumBytes)
        }
        frames = FrameBuffer(maximumFrameBytes: maximumFrameBytes)
    }

    /// Whether it is to be left unread for now.
    ///
    /// Where the peer opened the stream, we do not collect answers that it does not read. Where we did, we
    /// always read, or two sides that both have much to send would wait for each other without end.
    func holdsReading(beyond pauseBytes: Int) -> Bool {
        isPaused || direction == .inbound && backlog.count > pauseBytes
    }

    /// Receives bytes.
    ///
    /// - Parameter maximumResponseBytes: How long the answer to our request may become.
    mutating func receive(_ bytes: [UInt8], maximumResponseBytes: Int) -> Received {
        switch kind {
        case .bytes: return Received(pieces: [bytes])
        case .messages: return receiveMessages(bytes)
        case .asking: return collect(bytes, maximumBytes: maximumResponseBytes)
        case .listening(let maximumBytes): return collect(bytes, maximumBytes: maximumBytes)
        case .answering: return Received()
        }
    }

    /// The peer has sent everything.
    mutating func receiveEnd() -> End {
        switch kind {
        case .bytes: return .ended
        case .messages: return frames.byteCount == 0 ? .ended : .broken
        case .asking: return .response(body)
        case .listening:
            kind = .answering
            defer { body = [] }
            return .request(body)
        case .answering: return .nothing
        }
    }

    private mutating func receiveMessages(_ bytes: [UInt8]) -> Received {
        var received = Received()
        frames.append(bytes[...])
        do throws(FrameError) {
            while let message = try frames.next() { received.pieces.append(Array(message)) }
        } catch {
            received.isBroken = true
        }
        return received
    }

    private mutating func collect(_ bytes: [UInt8], maximumBytes: Int) -> Received {
        body.append(contentsOf: bytes)
        return Received(isBroken: body.count > maximumBytes)
    }
}
