package import Net

/// What users are told of the platform's errors.
package enum ErrorLines {
    /// `error CODE NAME EXPLANATION` for each of these.
    package static func text(of errors: [(code: Int, error: TransportError)]) -> String {
        var text = ""
        for (code, error) in errors { text += "error \(code) \(error.name) \(error.explanation)\n" }
        return text + "errors-end\n"
    }
}
