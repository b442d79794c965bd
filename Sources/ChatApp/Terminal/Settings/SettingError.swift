/// Why a setting could not be changed.
public enum SettingError: Error, Hashable, Sendable {
    /// There is no setting of that name.
    case unknown(name: String)
    /// The value is of another kind, or none of those allowed.
    case invalid(name: String, expected: String)

    /// One line for the person who wrote it.
    public var explanation: String {
        switch self {
        case .unknown(let name): "no setting '\(name)'; /set lists them all"
        case .invalid(let name, let expected): "\(name) wants \(expected)"
        }
    }
}
