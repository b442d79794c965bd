/// Why a protocol cannot be negotiated. The peer is at fault: close the connection, or reset the stream.
public enum MultistreamError: Error, Equatable {
    /// A length prefix that is no varint, is 0, or is above the limit.
    case invalidLength
    /// A message that does not end with a newline, or is not UTF-8.
    case malformedMessage
    /// The first message is not `/multistream/1.0.0`: the peer speaks another protocol.
    case notMultistream
    /// An answer that is neither the proposal nor `na`.
    case unexpectedAnswer
    /// More proposals than the limit.
    case tooManyProposals
}
