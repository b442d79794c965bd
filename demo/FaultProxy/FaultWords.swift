/// Faults as words of a scene or a command line:
/// `delay=50ms jitter=20ms rate=64KB chop stall=up corrupt=down half-close=up reset roam cut`.
package enum FaultWords {
    package struct Problem: Error, Hashable {
        package let message: String

        package init(message: String) {
            self.message = message
        }
    }

    /// Checks the words; gives back whatever lasting settings and strikes they name.
    package static func settings(_ words: [String]) throws(Problem) -> [Change] {
        var changes: [Change] = []
        for word in words { changes.append(try change(word)) }
        return changes
    }

    /// One change to a link.
    package enum Change: Hashable, Sendable {
        case delay(Duration)
        case jitter(Duration)
        case rate(bytesPerSecond: Int)
        case chop
        case stall(Set<FaultDirection>)
        case cut
        case strike(FaultStrike)

        /// Enters a lasting change into `settings`; a strike changes nothing there.
        package func apply(to settings: inout FaultSettings) {
            switch self {
            case .delay(let delay): settings.delay = delay
            case .jitter(let jitter): settings.jitter = jitter
            case .rate(let bytesPerSecond): settings.bytesPerSecond = bytesPerSecond
            case .chop: settings.isChopping = true
            case .stall(let directions): settings.stalled.formUnion(directions)
            case .cut: settings.isCut = true
            case .strike: break
            }
        }
    }

    private static func change(_ word: String) throws(Problem) -> Change {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first ?? "", parts.count == 2 ? parts[1] : nil) {
        case ("delay", let text?): return .delay(try duration(text, in: word))
        case ("jitter", let text?): return .jitter(try duration(text, in: word))
        case ("rate", let text?): return .rate(bytesPerSecond: try rate(text))
        case ("chop", nil): return .chop
        case ("stall", let text): return .stall(try directions(text))
        case ("corrupt", let text): return .strike(.corrupt(try direction(text)))
        case ("half-close", let text): return .strike(.halfClose(try direction(text)))
        case ("reset", nil): return .strike(.reset)
        case ("roam", nil): return .strike(.roam)
        case ("cut", nil): return .cut
        default:
            throw Problem(
                message:
                    "delay=, jitter=, rate=, chop, stall, corrupt, half-close, reset, roam or cut expected, "
                    + "found \(word)"
            )
        }
    }

    private static func duration(_ text: String, in word: String) throws(Problem) -> Duration {
        if let count = Int(text.replacing("ms", with: "")), text.hasSuffix("ms"), (0...60_000).contains(count)
        {
            return .milliseconds(count)
        }
        if let count = Int(text.replacing("s", with: "")), text.hasSuffix("s"), (0...60).contains(count) {
            return .seconds(count)
        }
        throw Problem(message: "a time such as 50ms or 2s, a minute at most, expected in \(word)")
    }

    private static func rate(_ text: String) throws(Problem) -> Int {
        let units = [("KB", 1 << 10), ("MB", 1 << 20), ("B", 1)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            if let count = Int(text.dropLast(unit.count)), (1...100_000).contains(count) {
                return count * factor
            }
        }
        throw Problem(message: "a rate in bytes per second such as 500B, 64KB or 2MB expected, found \(text)")
    }

    private static func direction(_ text: String?) throws(Problem) -> FaultDirection {
        guard let direction = FaultDirection(rawValue: text ?? "up") else {
            throw Problem(message: "up or down expected, found \(text ?? "")")
        }
        return direction
    }

    private static func directions(_ text: String?) throws(Problem) -> Set<FaultDirection> {
        guard let text, text != "both" else { return Set(FaultDirection.allCases) }
        return [try direction(text)]
    }
}
