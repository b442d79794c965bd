/// The side that answers proposals (libp2p/specs, connections, "multistream-select").
///
/// Feed what arrives to `receive`, and send what `takeOutbound` returns after each call, also after the one
/// that selects: the confirmation has to leave before the protocol's own data. The caller ends a negotiation
/// that takes too long.
package struct MultistreamListener {
    /// How many proposals a dialer has before it is cut off: enough for every version of a protocol.
    package static let maximumProposals = 10

    private enum State {
        /// From the start.
        case awaitingHeader
        /// After the header, with the number of proposals that were refused.
        case awaitingProposal(refused: Int)
        /// After an agreement or an error.
        case finished
    }

    private var state = State.awaitingHeader
    private let protocols: [String]
    private var messages = MultistreamMessages()

    /// A listener that accepts any of `protocols`.
    package init(protocols: [String]) {
        self.protocols = protocols
    }

    /// Takes the bytes that are to be sent.
    package mutating func takeOutbound() -> [UInt8] {
        messages.takeOutbound()
    }

    /// Takes bytes from the peer, in pieces of any size. Never returns `refused`: the dialer may propose
    /// something else.
    ///
    /// `ls`, which asks for a list that has not been in use for years, is answered like a protocol that is
    /// not spoken.
    ///
    /// - Throws: A `MultistreamError` but `unexpectedAnswer`. A throw is final.
    package mutating func receive(
        _ bytes: ArraySlice<UInt8>
    ) throws(MultistreamError) -> MultistreamProgress {
        messages.append(bytes)
        while let message = try nextMessage() {
            switch state {
            case .awaitingHeader:
                guard message == MultistreamMessages.header else { throw fail(.notMultistream) }
                messages.write(MultistreamMessages.header)
                state = .awaitingProposal(refused: 0)
            case .awaitingProposal(let refused):
                if protocols.contains(message) {
                    messages.write(message)
                    state = .finished
                    return .selected(message, leftover: messages.takeRemainder())
                }
                guard refused + 1 < Self.maximumProposals else { throw fail(.tooManyProposals) }
                messages.write(MultistreamMessages.notAvailable)
                state = .awaitingProposal(refused: refused + 1)
            case .finished:
                preconditionFailure("nextMessage returns none when the negotiation is over")
            }
        }
        return .negotiating
    }

    private mutating func nextMessage() throws(MultistreamError) -> String? {
        if case .finished = state { return nil }
        do throws(MultistreamError) {
            return try messages.next()
        } catch {
            throw fail(error)
        }
    }

    private mutating func fail(_ error: MultistreamError) -> MultistreamError {
        state = .finished
        return error
    }
}
