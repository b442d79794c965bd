/// The answer to `/help`.
enum CommandHelp {
    /// One line for every command that the chat itself carries out.
    static var text: String {
        var lines = ["A line is said in the current room; // begins one with a slash. Commands:"]
        for verb in Verb.allCases where verb.scope == .chat {
            let space = String(repeating: " ", count: max(1, 20 - verb.usage.utf8.count))
            lines.append("  " + verb.usage + space + verb.summary)
        }
        return lines.joined(separator: "\n")
    }
}
