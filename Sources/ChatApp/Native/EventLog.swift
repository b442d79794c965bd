import ChatCore
import Logging

/// Writes what happens to the log, on stderr.
struct EventLog: Sendable {
    private let logger: Logger

    /// A log of that level.
    init(level: LogLevel) {
        var logger = Logger(label: "hearsay") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(level)
        self.logger = logger
    }

    /// Notes events.
    func note(_ events: [ChatEvent]) {
        for event in events {
            let entry = event.logEntry
            logger.log(level: Logger.Level(entry.level), "\(entry.text)")
        }
    }
}

extension Logger.Level {
    fileprivate init(_ level: LogLevel) {
        switch level {
        case .trace: self = .trace
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
