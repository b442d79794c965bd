import NIOCore
import NIOPosix
public import Net

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension TransportError {
    /// What NIO's error means.
    init(_ error: any Error) {
        switch error {
        case let error as TransportError: self = error
        case let error as IOError: self.init(errorNumber: error.errnoCode)
        case let error as ChannelError: self.init(error)
        case is SocketAddressError: self = .invalidAddress
        default: self = .other(code: 0)
        }
    }

    private init(_ error: ChannelError) {
        switch error {
        case .connectTimeout: self = .timedOut
        case .ioOnClosedChannel, .alreadyClosed, .eof, .outputClosed, .inputClosed: self = .aborted
        default: self = .other(code: 0)
        }
    }

    /// What a system call's error number (`errno`) means.
    public init(errorNumber: Int32) {
        switch errorNumber {
        case ECONNREFUSED: self = .refused
        case ETIMEDOUT: self = .timedOut
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN: self = .unreachable
        case ECONNRESET, EPIPE: self = .reset
        case EADDRINUSE: self = .addressInUse
        case EADDRNOTAVAIL: self = .addressNotAvailable
        case EACCES, EPERM: self = .accessDenied
        case EMFILE, ENFILE: self = .tooManySockets
        case ENOMEM, ENOBUFS: self = .outOfMemory
        case ECONNABORTED: self = .aborted
        case EINVAL: self = .invalidAddress
        case EAFNOSUPPORT, EPROTONOSUPPORT, EOPNOTSUPP: self = .unsupported
        default: self = .other(code: errorNumber)
        }
    }
}
