/// What the swarm knows of one connected peer. Gone with its last connection.
struct PeerState {
    /// Its connections, oldest first; never empty.
    var connections: [ConnectionID]
    /// What it said of itself.
    var info: IdentifyInfo?
    /// Its latest signed record, and the envelope that it came in.
    var record: (sequenceNumber: UInt64, envelope: [UInt8])?
}
