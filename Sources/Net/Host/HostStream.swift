/// A stream as its host sees it: what it is for, and what waits to be sent on it.
struct HostStream {
    enum Role {
        /// For the program, byte by byte.
        case bytes
        /// For the program, message by message.
        case messages(FrameBuffer)
        /// Our request is out; the answer so far.
        case asking([UInt8])
        /// The peer's request so far, and how long it may become.
        case listening([UInt8], maximumBytes: Int)
        /// The program has the peer's request and owes the answer.
        case answering
    }

    let peer: PeerID
    let name: String
    let direction: Direction
    var role: Role
    /// What the stream did not take yet.
    var backlog = ByteQueue()
    /// Whether our direction is to be closed after the backlog.
    var isFinishing = false
    /// Whether its turn to be read will come.
    var isReadQueued = false
    /// Whether the program wants nothing of it now.
    var isPaused = false
    /// Whether there is something to read that is left where it is: the stream is paused, or its backlog too long.
    var isReadHeld = false

    /// A stream on which we ask.
    init(asking peer: PeerID, name: String) {
        self.peer = peer
        self.name = name
        direction = .outbound
        role = .asking([])
    }

    init(peer: PeerID, name: String, framing: HostProtocol.Framing, direction: Direction) {
        self.peer = peer
        self.name = name
        self.direction = direction
        switch (framing, direction) {
        case (.bytes, _), (.request, .outbound): role = .bytes
        case (.messages(let maximumBytes), _):
            role = .messages(FrameBuffer(maximumFrameBytes: maximumBytes))
        case (.request(let maximumBytes), .inbound): role = .listening([], maximumBytes: maximumBytes)
        }
    }

    /// Whether it is to be left unread for now.
    ///
    /// Where the peer opened the stream, we do not collect answers that it does not read. Where we did, we always read, or two
    /// sides that both have much to send would wait for each other for ever.
    func holdsReading(beyond pauseBytes: Int) -> Bool {
        isPaused || direction == .inbound && backlog.count > pauseBytes
    }
}
