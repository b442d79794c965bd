/// The side that proposes protocols (libp2p/specs, connections, "multistream-select").
///
/// Send what `takeOutbound` returns, feed what arrives to `receive`, and take the outbound again after each
/// call. The header and the first proposal leave together. The caller ends a negotiation that takes too long.
package struct MultistreamDialer {
    private enum State {
        /// From the start: the header and the first proposal are on their way.
        case awaitingHeader
        /// After the peer's header or a refusal: `candidates[0]` is proposed.
        case awaitingAnswer
        /// After an agreement, a refusal of everything, or an error.
        case finished
    }

    private var state = State.awaitingHeader

    /// What is proposed now, then what is left to propose.
    private var candidates: ArraySlice<String>

    private var messages = MultistreamMessages()

    /// A dialer that proposes `protocols` in order of preference.
    ///
    /// - Parameters:
    ///   - protocols: At least one protocol id.
    ///   - optimistic: Assume that the first is spoken, so that its data may follow the proposal without
    ///     waiting a round trip. The others are not proposed then, because the data is already on its way.
    package init(protocols: [String], optimistic: Bool) {
        precondition(!protocols.isEmpty, "there is something to propose")
        candidates = optimistic ? protocols.prefix(1) : protocols[...]
        assumedProtocol = optimistic ? protocols[0] : nil
        messages.write(MultistreamMessages.header)
        messages.write(protocols[0])
    }

    /// The protocol whose data may be sent at once, right behind `takeOutbound`; nil for a dialer that waits.
    /// The data is lost when `receive` says `refused`.
    package let assumedProtocol: String?

    /// Takes the bytes that are to be sent.
    package mutating func takeOutbound() -> [UInt8] {
        messages.takeOutbound()
    }

    /// Takes bytes from the peer, in pieces of any size.
    ///
    /// - Throws: A `MultistreamError` but `tooManyProposals`. A throw is final.
    package mutating func receive(
        _ bytes: ArraySlice<UInt8>
    ) throws(MultistreamError) -> MultistreamProgress {
        messages.append(bytes)
        while let message = try nextMessage() {
            switch state {
            case .awaitingHeader:
                guard message == MultistreamMessages.header else { throw fail(.notMultistream) }
                state = .awaitingAnswer
            case .awaitingAnswer:
                guard let progress = try onAnswer(message) else { continue }
                state = .finished
                return progress
            case .finished:
                preconditionFailure("nextMessage returns none when the negotiation is over")
            }
        }
        return .negotiating
    }

    /// Nil when the next candidate was proposed.
    private mutating func onAnswer(_ message: String) throws(MultistreamError) -> MultistreamProgress? {
        if message == candidates.first {
            return .selected(message, leftover: messages.takeRemainder())
        }
        guard message == MultistreamMessages.notAvailable else { throw fail(.unexpectedAnswer) }
        candidates = candidates.dropFirst()
        guard let next = candidates.first else { return .refused }
        messages.write(next)
        return nil
    }

    private mutating func nextMessage() throws(MultistreamError) -> String? {
        guard state != .finished else { return nil }
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

    /// Whether multistream-select can carry the name: it starts with a slash, has no line break, and is not
    /// absurdly long.
    static func isProposable(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "/") && name.utf8.count <= 1_024
            && !name.utf8.contains(UInt8(ascii: "\n"))
    }
}
