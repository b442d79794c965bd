/// The answer to `/help`.
enum CommandHelp {
    /// One line for every command.
    static var text: String {
        var lines = ["A line is said in the current room; // begins one with a slash. Commands:"]
        for verb in Verb.allCases {
            let usage = verb.usage
            lines.append(
                "  " + usage.form + String(repeating: " ", count: max(1, 20 - usage.form.utf8.count))
                    + usage.explanation
            )
        }
        return lines.joined(separator: "\n")
    }
}
