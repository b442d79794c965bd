import NativeSystem

extension SequenceFile.Problem {
    /// One line for the user.
    func warning(_ path: String) -> String {
        let consequence = "others may take messages for old ones if the clock was set back"
        switch self {
        case .unreadable(let error): return "cannot read \(path): \(error.text); \(consequence)"
        case .notAFile: return "cannot use \(path): it is not a file; \(consequence)"
        case .damaged:
            return "\(path) is damaged: the numbers of messages go on from the clock; \(consequence)"
        case .unwritable(let error):
            return
                "cannot write \(path): \(error.text); others may take messages for old ones if the clock is set back"
        }
    }
}
