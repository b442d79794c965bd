/// What reading from a stream brought.
public enum ReadOutcome {
    /// This many bytes, at least one, at the start of the buffer.
    case bytes(Int)
    /// There is nothing now: wait for the stream.
    case nothing
    /// No more bytes will ever come.
    case ended
    /// The stream failed and is of no more use.
    case failed(StreamFailure)
}
