/// What a router has counted since its start.
public struct GossipCounters: Sendable, Equatable {
    /// Messages published here.
    public var published: UInt64 = 0
    /// Messages received, copies included.
    public var received: UInt64 = 0
    /// Messages accepted and delivered.
    public var delivered: UInt64 = 0
    /// Messages received again.
    public var duplicates: UInt64 = 0
    /// Messages rejected: bad signature, forbidden or missing fields, or by the application.
    public var rejected: UInt64 = 0
    /// Messages ignored: no such topic here, replays, signatures that cannot be checked here, or by the
    /// application.
    public var ignored: UInt64 = 0
    /// Of the ignored ones, those whose author has a key that cannot be checked here (secp256k1, for
    /// instance).
    public var uncheckable: UInt64 = 0
    /// Messages sent because they were asked for by IWANT.
    public var retransmitted: UInt64 = 0
    /// RPCs sent.
    public var rpcsSent: UInt64 = 0
    /// RPCs received.
    public var rpcsReceived: UInt64 = 0
    /// RPCs of graylisted peers dropped unread.
    public var graylisted: UInt64 = 0
    /// Bytes of RPCs sent.
    public var bytesSent: UInt64 = 0
    /// Of these, bytes of messages.
    public var messageBytesSent: UInt64 = 0
    /// Messages dropped because a peer does not read.
    public var droppedMessages: UInt64 = 0
    /// IHAVE, IWANT and IDONTWANT dropped because a peer does not read.
    public var droppedGossip: UInt64 = 0
    /// GRAFTs sent and received.
    public var graftsSent: UInt64 = 0, graftsReceived: UInt64 = 0
    /// PRUNEs sent and received.
    public var prunesSent: UInt64 = 0, prunesReceived: UInt64 = 0
    /// Ids announced by IHAVE, sent and received.
    public var haveSent: UInt64 = 0, haveReceived: UInt64 = 0
    /// Ids asked for by IWANT, sent and received.
    public var wantSent: UInt64 = 0, wantReceived: UInt64 = 0
    /// Ids declined by IDONTWANT, sent and received.
    public var dontWantSent: UInt64 = 0, dontWantReceived: UInt64 = 0
    /// Messages not sent because the peer had declined them.
    public var suppressed: UInt64 = 0
    /// Promises broken: announced, asked for, and never sent.
    public var brokenPromises: UInt64 = 0

    /// All zero.
    public init() {}
}
