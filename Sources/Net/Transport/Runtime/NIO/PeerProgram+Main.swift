public import Net

extension PeerProgram {
    /// Runs the program until it is done; see `ProgramRuntime`.
    public static func main() {
        ProgramRuntime.run(PeerProgramClient<Self>.self)
    }
}
