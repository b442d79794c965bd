import Net

extension PeerSummary {
    /// A connected peer.
    init(_ connection: ConnectionSummary, mesh: [RoomName], score: Double, nick: String?) {
        self.init(
            peer: connection.peer,
            address: connection.address.withPeerID(connection.peer),
            direction: connection.direction,
            roundTrip: connection.roundTrip,
            agent: connection.agent,
            mesh: mesh,
            score: score,
            protocols: connection.protocols,
            bytesReceived: connection.bytesReceived,
            bytesSent: connection.bytesSent,
            streamCount: connection.streams,
            receiveWindowBytes: connection.receiveWindowBytes,
            nick: nick
        )
    }
}
