import ArgumentParser

/// A share of all: `0.2` or `20%`.
struct ShareArgument: ExpressibleByArgument {
    let value: Double

    init(value: Double) {
        self.value = value
    }

    init?(argument: String) {
        let isPercentage = argument.hasSuffix("%")
        guard let number = Double(isPercentage ? String(argument.dropLast()) : argument) else { return nil }
        value = isPercentage ? number / 100 : number
        guard value >= 0, value <= 1 else { return nil }
    }

    var defaultValueDescription: String { "\(value)" }
}
