/// The events of the connection pool, in the order in which they happened.
enum PoolEvent {
    /// A connection is there: its peer is proved, and streams can be opened.
    case established(EstablishedConnection)
    /// An established connection is gone, its streams before it.
    case ended(EstablishedConnection, DisconnectReason)
    /// A dial failed.
    case dialFailed(ConnectionID, Multiaddr, DialError)
    /// Something happened to a stream of the program.
    case stream(StreamID, StreamEvent)
    /// The peer asks who we are, on that stream.
    case identifyRequested(EstablishedConnection, YamuxStreamID)
    /// A peer has said who it is.
    case identified(PeerID, IdentifyMessage)
    /// A ping came back.
    case roundTrip(PeerID, Interval)
    /// A peer has answered on a connection that was asked whether it is there.
    case answered(PeerID)
}

extension PoolEvent {
    /// A connection's event as the swarm sees it; `nil` for those that only the pool handles.
    init?(_ event: EstablishedConnection.Event, of connection: EstablishedConnection) {
        let facts = connection.facts
        switch event {
        case .stream(let id, let event): self = .stream(StreamID(connection: facts.id, stream: id), event)
        case .identifyRequested(let id): self = .identifyRequested(connection, id)
        case .identified(let message): self = .identified(facts.peer, message)
        case .roundTrip(let interval): self = .roundTrip(facts.peer, interval)
        case .answered: self = .answered(facts.peer)
        case .over: return nil
        }
    }
}
