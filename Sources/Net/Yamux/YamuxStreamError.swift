/// Why an operation on one stream is not possible. The connection is not affected.
public enum YamuxStreamError: Error, Hashable, Sendable {
    /// The stream does not exist: it was never opened, both ends closed it, or one reset it.
    case unknownStream
    /// This end has closed its writing half.
    case writeClosed
}
