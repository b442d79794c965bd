import Net

extension TransportError {
    /// The case's name.
    var name: String {
        switch self {
        case .refused: "refused"
        case .timedOut: "timedOut"
        case .unreachable: "unreachable"
        case .reset: "reset"
        case .addressInUse: "addressInUse"
        case .addressNotAvailable: "addressNotAvailable"
        case .accessDenied: "accessDenied"
        case .nameNotFound: "nameNotFound"
        case .nameFailure: "nameFailure"
        case .nameLookupDenied: "nameLookupDenied"
        case .dnsaddrUnsupported: "dnsaddrUnsupported"
        case .dnsaddrEmpty: "dnsaddrEmpty"
        case .invalidAddress: "invalidAddress"
        case .tooManySockets: "tooManySockets"
        case .outOfMemory: "outOfMemory"
        case .aborted: "aborted"
        case .unsupported: "unsupported"
        case .other(let code): "other(\(code))"
        }
    }
}
