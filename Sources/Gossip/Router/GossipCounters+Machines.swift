extension GossipCounters {
    /// What the machines of a router have counted, each for itself.
    init(
        _ overlay: Overlay,
        _ validation: Validation,
        _ exchange: GossipExchange,
        _ publisher: Publisher,
        _ outbound: Outbound,
        _ rpcs: RPCCounters
    ) {
        let (validation, exchange, outbound) = (validation.counters, exchange.counters, outbound.counters)
        let meshes = overlay.meshCounters
        self.init()
        published = publisher.published
        rpcsReceived = rpcs.received
        graylisted = rpcs.graylisted
        received = validation.received
        delivered = validation.delivered
        duplicates = validation.duplicates
        rejected = validation.rejected
        ignored = validation.ignored
        uncheckable = validation.uncheckable
        graftsSent = meshes.graftsSent
        graftsReceived = meshes.graftsReceived
        prunesSent = meshes.prunesSent
        prunesReceived = meshes.prunesReceived
        haveSent = exchange.haveSent
        haveReceived = exchange.haveReceived
        wantSent = exchange.wantSent
        wantReceived = exchange.wantReceived
        dontWantSent = exchange.dontWantSent
        dontWantReceived = exchange.dontWantReceived
        retransmitted = exchange.retransmitted
        brokenPromises = exchange.brokenPromises
        rpcsSent = outbound.rpcsSent
        bytesSent = outbound.bytesSent
        messageBytesSent = outbound.messageBytesSent
        droppedMessages = outbound.droppedMessages
        droppedGossip = outbound.droppedGossip
        suppressed = outbound.suppressed
    }
}
