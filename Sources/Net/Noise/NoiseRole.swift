/// Who began: the peer that dialled the connection is the initiator of its handshake.
package enum NoiseRole: Equatable, Sendable {
    /// Sends the first message.
    case initiator
    /// Answers it.
    case responder
}
