/// Why a socket could not be opened, bound, used or kept. Every error code of a platform becomes one of
/// these.
public enum TransportError: Error, Hashable, Sendable {
    /// The other machine answered that nobody listens there.
    case refused
    /// No answer came in time.
    case timedOut
    /// There is no route to the host or its network.
    case unreachable
    /// The connection was torn down by the peer or the network.
    case reset
    /// Another socket is bound to that address.
    case addressInUse
    /// The address is not one of this machine's.
    case addressNotAvailable
    /// The operating system or the WASI host forbids it.
    case accessDenied
    /// The name has no address.
    case nameNotFound
    /// The name could not be looked up just now.
    case nameFailure
    /// The WASI host does not let the component look names up.
    case nameLookupDenied
    /// The platform has no TXT look-ups.
    case dnsaddrUnsupported
    /// The TXT records of a `/dnsaddr` hold no address that can be dialled, or none of the peer that was
    /// asked for.
    case dnsaddrEmpty
    /// The platform cannot use such an address at all (an unspecified address or port 0 to dial, say).
    case invalidAddress
    /// The process has as many sockets as it may.
    case tooManySockets
    /// The kernel or the host has no memory for it.
    case outOfMemory
    /// The operation was abandoned before it ended, or the system ended the socket.
    case aborted
    /// The platform lacks the operation or the address family.
    case unsupported
    /// A platform error without a name here; the number is the platform's own.
    case other(code: Int32)

    /// One line that says what happened and, where there is something to do, what to do.
    public var explanation: String {
        switch self {
        case .refused: "connection refused: nothing listens at that address and port"
        case .timedOut: "no answer in time: check the address, the port and any firewall"
        case .unreachable: "network unreachable: no route to that address from here"
        case .reset: "connection reset by the other side: it ended, or something between cut it; dial again"
        case .addressInUse: "address already in use: choose another port, or 0 for any free one"
        case .addressNotAvailable: "address not available: it belongs to no interface of this machine"
        case .accessDenied:
            "access denied: the system forbids it (a port below 1024, or a component run without -S inherit-network)"
        case .nameNotFound: "name not found: check its spelling"
        case .nameFailure: "name lookup failed: the resolver did not answer (try again later)"
        case .nameLookupDenied:
            "name lookup denied: run the component with -S allow-ip-name-lookup, or dial an IP address"
        case .dnsaddrUnsupported:
            "dnsaddr needs TXT look-ups, which WASI does not offer; dial a /dns4 or /ip4 address"
        case .dnsaddrEmpty: "the TXT records of the dnsaddr name no TCP address (of that peer)"
        case .invalidAddress: "invalid address: it cannot be dialled or bound"
        case .tooManySockets:
            "too many open sockets: raise the limit of open files or lower the connection limits"
        case .outOfMemory: "out of memory for another socket: close some connections or other programs"
        case .aborted: "aborted: the system ended it; try again"
        case .unsupported: "not supported here: use an /ip4 or /ip6 address with /tcp"
        case .other(let code): "unexpected error \(code) of the system: try again, and report it if it stays"
        }
    }
}
