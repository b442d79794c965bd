/// What a turn of the runner's loop finds out about a program.
enum PeerOutput {
    /// A line that it wrote, without the line's end.
    case line(String)
    /// It has gone, and everything it wrote has been read.
    case ended(ProcessEnd)
}
