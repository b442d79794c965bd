import CoreChecks
import Testing

@Suite("The core's checks, natively (make test runs the same ones inside the component)")
struct CoreCheckTests {
    @Test("Every check passes", arguments: CoreChecks.all.map { CheckCase(check: $0) })
    func check(_ testCase: CheckCase) {
        #expect(testCase.check.failures() == [])
    }

    struct CheckCase: CustomTestStringConvertible, Sendable {
        let check: CoreCheck
        var testDescription: String { check.name }
    }
}
