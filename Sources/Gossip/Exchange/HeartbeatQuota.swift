/// What a peer has used up since the last heartbeat of what it may make us do.
struct HeartbeatQuota {
    /// RPCs with IHAVE.
    var haveMessages: UInt16 = 0
    /// Ids asked for in answer to IHAVE.
    var askedIDs: UInt16 = 0
    /// Ids announced to it because it came into a mesh.
    var announcedIDs = 0
    /// RPCs with IDONTWANT.
    var dontWantMessages: UInt16 = 0
}
