extension Connection {
    /// What a user is shown of the connection.
    func summary(info: IdentifyInfo?) -> ConnectionSummary {
        ConnectionSummary(
            connection: id,
            peer: peer,
            address: remote.withPeerID(peer),
            direction: direction,
            roundTrip: notes.roundTrip,
            agent: info?.agentVersion ?? "",
            protocols: info?.protocols ?? [],
            bytesReceived: bytesReceived,
            bytesSent: account.sentCount,
            streams: streams.count,
            receiveWindowBytes: muxer.receiveWindowBytes,
            since: establishedAt
        )
    }

    /// What the choice between connections of one peer depends on.
    var candidate: ConnectionPreference.Candidate {
        ConnectionPreference.Candidate(connection: id, direction: direction, establishedAt: establishedAt)
    }
}
