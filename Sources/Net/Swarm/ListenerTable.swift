internal import DequeModule
import HearsayCollections

/// The listeners, from the request to their end, and what the driver is to do about them.
struct ListenerTable {
    private struct Entry {
        /// What was asked for.
        let requested: Multiaddr
        /// Where it listens; empty until it is bound.
        var addresses: [Multiaddr] = []
    }

    private var entries: [ListenerID: Entry] = Dictionary()
    private var listenerCount: UInt64 = 0
    private var effects = Deque<TransportEffect>()

    /// Whether there is none.
    var isEmpty: Bool { entries.isEmpty }

    /// Where we listen, in the order in which it was asked for.
    var addresses: [Multiaddr] { entries.keys.ordered().flatMap { entries[$0]?.addresses ?? [] } }

    /// Whether the listener was asked for, and has not ended.
    func contains(_ listener: ListenerID) -> Bool { entries[listener] != nil }

    /// Adds a listener that is to be bound.
    mutating func add(_ address: Multiaddr) -> ListenerID {
        listenerCount += 1
        let listener = ListenerID(rawValue: listenerCount)
        entries[listener] = Entry(requested: address)
        effects.append(.listen(listener, address))
        return listener
    }

    /// Asks for the end of a listener.
    mutating func close(_ listener: ListenerID) {
        if contains(listener) { effects.append(.closeListener(listener)) }
    }

    /// Asks for the end of all.
    mutating func closeAll() {
        for listener in entries.keys.ordered() { close(listener) }
    }

    /// The listener is bound; returns the addresses that were not known. One that nobody asked for is closed
    /// again.
    mutating func receive(_ addresses: [Multiaddr], of listener: ListenerID) -> [Multiaddr] {
        guard let known = entries[listener]?.addresses else {
            effects.append(.closeListener(listener))
            return []
        }
        let new = addresses.filter { !known.contains($0) }
        entries[listener]?.addresses.append(contentsOf: new)
        return new
    }

    /// An address went away; returns whether it was known.
    mutating func expire(_ address: Multiaddr, of listener: ListenerID) -> Bool {
        guard entries[listener]?.addresses.contains(address) == true else { return false }
        entries[listener]?.addresses.removeAll { $0 == address }
        return true
    }

    /// The listener ended; returns what was asked for and where it listened, or `nil` where it is not known.
    mutating func remove(_ listener: ListenerID) -> (requested: Multiaddr, addresses: [Multiaddr])? {
        entries.removeValue(forKey: listener).map { ($0.requested, $0.addresses) }
    }

    /// The next effect to carry out.
    mutating func pollEffect() -> TransportEffect? {
        effects.popFirst()
    }
}
