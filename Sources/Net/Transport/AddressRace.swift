/// Decides which address of a name is tried when: happy eyeballs (RFC 8305) without a socket or a clock.
///
/// The families take turns, IPv6 first. Every address gets a head start before the next is tried as well; one
/// that fails ends its head start. Mutate, carry out actions until `wait`, then come back with the next event
/// or at `nextDeadline`. The race is over at the first success, which the driver sees itself, or with `fail`.
package struct AddressRace {
    /// What the driver has to do.
    package enum Action: Hashable, Sendable {
        /// Connect to that address with a new socket, while earlier attempts go on.
        case start(TCPEndpoint)
        /// Nothing now.
        case wait
        /// Give up: drop whatever is still in progress.
        case fail(TransportError)
    }

    /// The most addresses tried for one name; a resolver may be lied to.
    package static let maximumAddresses = 16

    private let attemptDelay: Interval
    private let deadline: Instant
    private var waiting: [TCPEndpoint] = []
    private var seen: [TCPEndpoint] = []
    private var isLookupOver = false
    private var attemptsInProgress = 0
    private var lastFamilyWasIP6 = false
    private var nextStart = Instant.origin
    private var lastError: TransportError?

    /// A race that has no address yet.
    ///
    /// - Parameters:
    ///   - attemptDelay: The head start of an address; 250 milliseconds by RFC 8305, section 8.
    ///   - deadline: When all of it fails with `timedOut`.
    package init(attemptDelay: Interval, deadline: Instant) {
        self.attemptDelay = attemptDelay
        self.deadline = deadline
    }

    // MARK: Events

    /// Receives an address. Known ones and those beyond `maximumAddresses` are ignored.
    package mutating func receiveAddress(_ endpoint: TCPEndpoint) {
        guard seen.count < Self.maximumAddresses, !seen.contains(endpoint) else { return }
        seen.append(endpoint)
        waiting.append(endpoint)
    }

    /// No more addresses will come, because the look-up ended or failed.
    package mutating func receiveLookupEnd(_ error: TransportError?) {
        isLookupOver = true
        // The failure of a look-up matters only while nothing better is known.
        lastError = lastError ?? error
    }

    /// One attempt failed.
    package mutating func receiveFailure(_ error: TransportError) {
        attemptsInProgress = max(0, attemptsInProgress - 1)
        lastError = error
        nextStart = .origin
    }

    // MARK: Actions

    /// The next action.
    package mutating func pollAction(now: Instant) -> Action {
        guard now < deadline else { return .fail(.timedOut) }
        if let index = nextIndex, now >= nextStart {
            let endpoint = waiting.remove(at: index)
            lastFamilyWasIP6 = endpoint.host.isIP6
            attemptsInProgress += 1
            nextStart = now + attemptDelay
            return .start(endpoint)
        }
        guard isLookupOver, waiting.isEmpty, attemptsInProgress == 0 else { return .wait }
        return .fail(lastError ?? .nameNotFound)
    }

    /// When `pollAction` is wanted next, if no event comes before.
    package var nextDeadline: Instant {
        waiting.isEmpty ? deadline : min(nextStart, deadline)
    }

    /// The first waiting address of the family whose turn it is, or else of the other one.
    private var nextIndex: Int? {
        let wantsIP6 = !lastFamilyWasIP6
        return waiting.firstIndex { $0.host.isIP6 == wantsIP6 } ?? waiting.indices.first
    }
}

extension TCPEndpoint.Host {
    /// Whether it is an IPv6 address.
    fileprivate var isIP6: Bool {
        switch self {
        case .ip6: true
        case .ip4, .name: false
        }
    }
}
