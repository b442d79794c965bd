public import Net

/// A signed message in the form in which its author published it: what can be kept, passed on by other ways
/// than gossip, and checked by anybody.
public struct SignedGossipMessage: Equatable, Sendable {
    /// Why bytes are not such a message; whoever gave them is at fault.
    public enum Failure: Error, Equatable, Sendable {
        /// They are no message.
        case malformed
        /// The author, the sequence number, the topic or the signature is missing.
        case incomplete
        /// The signature is not the author's, or its key is of a kind that cannot be checked here.
        case notAuthentic
    }

    /// The message as it was encoded by its author.
    public let bytes: [UInt8]
    /// The gossip message id: the author's bytes followed by those of the sequence number.
    public let id: MessageID
    /// Who signed it.
    public let author: PeerID
    /// The author's sequence number.
    public let sequenceNumber: UInt64
    /// The topic it was published to.
    public let topic: String
    /// The payload.
    public let data: [UInt8]

    /// Reads a message and checks its signature.
    public init(checking bytes: [UInt8]) throws(Failure) {
        try self.init(trusting: bytes)
        guard MessageAuthenticator.isAuthentic(try Self.read(bytes), author) else { throw .notAuthentic }
    }

    /// Reads a message that was checked before: one's own, or one that a router has accepted.
    public init(trusting bytes: [UInt8]) throws(Failure) {
        let message = try Self.read(bytes)
        guard let from = message.from, let number = message.sequenceNumber, number.count == 8,
            let topic = message.topic, message.signature?.isEmpty == false
        else { throw .incomplete }
        guard let text = String(validating: topic, as: UTF8.self) else { throw .malformed }
        do {
            author = try PeerID(bytes: from)
        } catch {
            throw .malformed
        }
        self.bytes = bytes
        self.topic = text
        id = MessageIDScheme.authorAndSequenceNumber.id(from: from, sequenceNumber: number, data: [])
        sequenceNumber = number.reduce(0) { $0 << 8 | UInt64($1) }
        data = Array(message.data ?? [])
    }

    /// Reads a message and checks its signature as that authenticator does.
    package init(checking bytes: [UInt8], by authenticator: MessageAuthenticator) throws(Failure) {
        try self.init(trusting: bytes)
        let isValid = authenticator.isValid(try Self.read(bytes), author)
        guard isValid else { throw .notAuthentic }
    }

    private static func read(_ bytes: [UInt8]) throws(Failure) -> WireMessage {
        do {
            return try WireMessage(bytes[...])
        } catch {
            throw .malformed
        }
    }
}
