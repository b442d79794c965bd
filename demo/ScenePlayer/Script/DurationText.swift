extension Duration {
    /// `250ms`, `5s`, `2m`: a whole number and its unit.
    package init?(sceneText text: some StringProtocol) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= 1_000_000 else { return nil }
        switch text[digits.endIndex...] {
        case "ms": self = .milliseconds(count)
        case "s": self = .seconds(count)
        case "m": self = .seconds(count * 60)
        default: return nil
        }
    }

    /// In seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// In milliseconds.
    var milliseconds: Double { seconds * 1000 }

    /// For people: `12 ms`, `1.4 s`, `3 min 20 s`.
    var sceneText: String {
        if seconds < 0.001 { return "<1 ms" }
        if seconds < 1 { return "\(Int(milliseconds.rounded())) ms" }
        if seconds < 60 { return "\((seconds * 10).rounded() / 10) s".replacing(".0 s", with: " s") }
        return "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }
}

extension Duration {
    /// In milliseconds with two digits after the point, for measured times.
    var preciseText: String {
        "\((milliseconds * 100).rounded() / 100) ms"
    }
}
