import CWASI
public import Net

/// `error-code` of wasi:sockets, in its order.
enum SocketError: UInt8, Error {
    case unknown
    case accessDenied
    case notSupported
    case invalidArgument
    case outOfMemory
    case timeout
    case concurrencyConflict
    case notInProgress
    case wouldBlock
    case invalidState
    case newSocketLimit
    case addressNotBindable
    case addressInUse
    case remoteUnreachable
    case connectionRefused
    case connectionReset
    case connectionAborted
    case datagramTooLarge
    case nameUnresolvable
    case temporaryResolverFailure
    case permanentResolverFailure

    /// The error of that number; a number that this version of the interface does not have is an unknown
    /// error.
    init(code: UInt8) {
        self = SocketError(rawValue: code) ?? .unknown
    }

    /// What the core and the user are told.
    var transportError: TransportError {
        switch self {
        case .accessDenied: .accessDenied
        case .notSupported: .unsupported
        case .invalidArgument: .invalidAddress
        case .outOfMemory: .outOfMemory
        case .timeout: .timedOut
        case .newSocketLimit: .tooManySockets
        case .addressNotBindable: .addressNotAvailable
        case .addressInUse: .addressInUse
        case .remoteUnreachable: .unreachable
        case .connectionRefused: .refused
        case .connectionReset: .reset
        case .connectionAborted: .aborted
        case .nameUnresolvable: .nameNotFound
        case .temporaryResolverFailure, .permanentResolverFailure: .nameFailure
        // The first is the host's own ignorance; the others would be mistakes in the order of our calls.
        case .unknown, .concurrencyConflict, .notInProgress, .wouldBlock, .invalidState, .datagramTooLarge:
            .other(code: Int32(rawValue))
        }
    }
}

extension TransportError {
    /// What the user is told of an `error-code` of wasi:sockets, by its number there.
    public init(socketErrorCode code: UInt8) {
        self = SocketError(code: code).transportError
    }
}
