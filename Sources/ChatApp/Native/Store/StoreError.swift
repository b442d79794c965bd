/// Why what is said is not kept.
package enum StoreError: Error, Equatable, Sendable {
    /// Another process has the file.
    case inUse
    /// The file cannot be opened or written.
    case unusable(String)

    /// One line for the user.
    package var explanation: String {
        switch self {
        case .inUse: return "the history is not kept: another process writes it"
        case .unusable(let reason): return "the history is not kept: \(reason)"
        }
    }
}
