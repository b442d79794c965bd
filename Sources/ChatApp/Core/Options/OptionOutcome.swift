/// What is to be done about a command line.
public enum OptionOutcome: Equatable, Sendable {
    /// Run the chat.
    case run(ChatOptions)
    /// Print the text on stdout and end with status 0: the help or the version.
    case print(String)
    /// Print the line on stderr and end with status 64.
    case wrongUsage(String)
}
