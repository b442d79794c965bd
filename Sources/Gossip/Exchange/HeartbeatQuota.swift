/// What a peer may make us do until the next heartbeat: how much IHAVE (specs `gossipsub-v1.1.md`, "Spam
/// Protection Measures") and IDONTWANT (`gossipsub-v1.2.md`) is heeded, and how much it is told of what it
/// has missed.
struct HeartbeatQuota {
    private var haveMessages = 0
    private var askedIDs = 0
    private var announcedIDs = 0
    private var dontWantMessages = 0

    /// An RPC with IHAVE has come. Returns how many ids we may ask the peer for; 0 when it is not heeded.
    mutating func receiveHave(_ limits: GossipLimits) -> Int {
        guard haveMessages < limits.maximumHaveMessages else { return 0 }
        haveMessages += 1
        return max(0, limits.maximumHaveLength - askedIDs)
    }

    /// Counts the ids that the peer is asked for.
    mutating func countAsked(_ count: Int) { askedIDs += count }

    /// Whether ids may be announced to the peer because it came into a mesh.
    func allowsCatchUp(_ limits: GossipLimits) -> Bool { announcedIDs < limits.maximumHaveLength }

    /// Counts the ids that are announced to the peer because it came into a mesh.
    mutating func countCatchUp(_ count: Int) { announcedIDs += count }

    /// An RPC with IDONTWANT has come. Returns how many of its ids are heeded.
    mutating func receiveDontWant(_ limits: GossipLimits) -> Int {
        guard dontWantMessages < limits.maximumDontWantMessages else { return 0 }
        dontWantMessages += 1
        return limits.maximumDontWantLength
    }
}
