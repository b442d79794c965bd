import Net

/// Putting things into the queues of peers.
extension GossipRouter {
    /// Puts the peer on the list of those to send to, if there is something to send and it reads.
    mutating func list(_ slot: PeerSlot) {
        guard !peers[slot].queue.isListed, !peers[slot].queue.isCongested, !peers[slot].queue.isEmpty else {
            return
        }
        peers[slot].queue.isListed = true
        sendable.append(peers[slot].id)
    }

    mutating func sendPlain(_ field: [UInt8], to slot: PeerSlot) {
        peers[slot].queue.appendPlain(field)
        afterControl(slot)
    }

    mutating func sendControl(_ entry: [UInt8], to slot: PeerSlot) {
        peers[slot].queue.appendControl(entry)
        afterControl(slot)
    }

    mutating func sendGossip(_ entry: [UInt8], to slot: PeerSlot) {
        if peers[slot].queue.appendGossip(entry, limits: configuration.limits) {
            list(slot)
        } else {
            counters.droppedGossip += 1
            peers[slot].score.addDrops(1)
        }
    }

    /// Returns whether the message will be sent: not if the peer has declined it, nor if it does not read.
    @discardableResult
    mutating func sendMessage(_ message: CachedMessage, to slot: PeerSlot) -> Bool {
        if !peers[slot].declined.isEmpty, peers[slot].declined[message.id] != nil {
            counters.suppressed += 1
            return false
        }
        let queued = QueuedMessage(id: message.id, field: message.field)
        guard peers[slot].queue.append(queued, limits: configuration.limits) else {
            counters.droppedMessages += 1
            peers[slot].score.addDrops(1)
            return false
        }
        list(slot)
        return true
    }

    /// A peer that does not even take control entries is given up: to drop them would leave the two meshes at odds.
    private mutating func afterControl(_ slot: PeerSlot) {
        if peers[slot].queue.controlCount > configuration.limits.maximumQueuedControlEntries,
            peers[slot].queue.isCongested
        {
            giveUp(slot, .unresponsive)
        }
        list(slot)
    }

    /// Asks the driver, once, to close the peer's connection.
    mutating func giveUp(_ slot: PeerSlot, _ violation: GossipViolation) {
        guard !peers[slot].isGivenUp else { return }
        peers[slot].isGivenUp = true
        outputs.append(.disconnect(peers[slot].id, violation))
    }
}
