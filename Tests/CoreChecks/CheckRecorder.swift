/// Collects what a check finds wrong.
public struct CheckRecorder {
    /// What was wrong so far.
    public private(set) var failures: [String] = []

    private var expectations = 0

    /// Notes a failure unless the condition holds.
    public mutating func expect(_ condition: Bool, _ what: String) {
        expectations += 1
        if !condition { failures.append(what) }
    }

    /// Notes a failure unless both are equal.
    public mutating func expectEqual<Value: Equatable>(_ actual: Value, _ expected: Value, _ what: String) {
        expect(actual == expected, what)
    }

    /// Notes a failure unless the expression throws exactly that error.
    public mutating func expectThrows<Failure: Error & Equatable>(
        _ expected: Failure,
        _ what: String,
        _ body: () throws(Failure) -> Void
    ) {
        do throws(Failure) {
            try body()
            expect(false, what + ": nothing was thrown")
        } catch {
            expect(error == expected, what + ": another error was thrown")
        }
    }

    /// Notes a failure.
    public mutating func fail(_ what: String) {
        expect(false, what)
    }
}
