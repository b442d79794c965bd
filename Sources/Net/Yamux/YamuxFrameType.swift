/// What a frame is. Yamux specification, "Type field".
enum YamuxFrameType: UInt8 {
    /// Bytes of a stream; the length is that of the body.
    case data = 0
    /// Enlarges the receiver's right to send on a stream; the length is the number of bytes.
    case windowUpdate = 1
    /// Asks for, or is, an answer; the length is an opaque value to be sent back.
    case ping = 2
    /// Ends the session; the length is a ``YamuxGoAwayCode``.
    case goAway = 3
}
