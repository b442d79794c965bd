/// What came of an attempt to write to a stream.
public enum WriteOutcome {
    /// The host took this many bytes, at least one.
    case written(Int)
    /// The host is busy with earlier bytes: wait for the stream.
    case busy
    /// The stream was closed or failed and is of no more use.
    case failed(StreamFailure)
}
