/// How much is logged; the levels of swift-log, so that both builds take the same words.
public enum LogLevel: Int, CaseIterable, Comparable, Sendable {
    case trace, debug, info, notice, warning, error

    /// The level of that name; nil for any other word.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    /// The word for it.
    public var name: String {
        switch self {
        case .trace: return "trace"
        case .debug: return "debug"
        case .info: return "info"
        case .notice: return "notice"
        case .warning: return "warning"
        case .error: return "error"
        }
    }

    /// By how much it matters: `debug` is the least.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
