/// Wrong usage of the command line; its message names the option.
struct UsageError: Error, Equatable {
    let message: String

    /// A message as it is.
    init(_ message: String) {
        self.message = message
    }

    /// An argument that is no option.
    init(argument: String) {
        let shown = Displayable(argument, limit: 100).text
        message =
            argument.utf8.first == UInt8(ascii: "-")
            ? "unknown option \(shown)" : "unexpected argument \"\(shown)\""
    }

    /// A value that an option cannot take, and why.
    init(_ option: Option, _ value: String, _ reason: String) {
        message = "\(option.flag) \"\(Displayable(value, limit: 200).text)\": \(reason)"
    }
}
