import NetWASI

/// Standard input and the pollable that belongs to it.
struct StandardInput {
    /// Ready when there is something to read, or the input has ended.
    let pollable: Pollable

    private let stream: InputStream

    init(_ stream: InputStream) {
        self.stream = stream
        pollable = stream.subscribe()
    }

    /// Reads what is there now.
    func read(into buffer: inout [UInt8]) -> ReadOutcome {
        stream.read(into: &buffer)
    }

    /// Gives the handles back.
    func drop() {
        pollable.drop()
        stream.drop()
    }
}
