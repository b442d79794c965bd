/// One check of the core's behaviour, in the Embedded subset: the same code runs natively, as a Swift Testing
/// case, and inside the component, as part of `checks.wasm`.
public struct CoreCheck: Sendable {
    /// The behaviour, in words.
    public let name: String

    private let body: @Sendable (inout CheckRecorder) -> Void

    /// A check of that name.
    public init(_ name: String, _ body: @escaping @Sendable (inout CheckRecorder) -> Void) {
        self.name = name
        self.body = body
    }

    /// Runs the check and tells what was wrong; empty when nothing was.
    public func failures() -> [String] {
        var recorder = CheckRecorder()
        body(&recorder)
        return recorder.failures
    }
}
