/// One line of a scene's course.
package struct SceneStep: Hashable, Sendable {
    package let location: SceneLocation
    /// The line as it stands in the file.
    package let source: String
    package let action: Action

    /// What is done or expected. Peers are named by peer, group or `everyone`, expanded when the step is
    /// played.
    package enum Action: Hashable, Sendable {
        /// Empty: every peer that is not declared `later`.
        case start([String], within: Duration)
        case meet([String], within: Duration)
        case graft([String], within: Duration)
        case say([String], text: TextTemplate, room: String?, times: Int, kind: SayingKind)
        case enter([String], room: String, within: Duration)
        case leave([String], room: String, within: Duration)
        case hear([String], Hearing, within: Duration)
        case notHeard([String], Hearing)
        case see([String], EventPattern, within: Duration)
        case notSeen([String], EventPattern)
        case connect([String], to: [String], within: Duration)
        case lose([String], [String], within: Duration)
        case quit([String], within: Duration)
        case closeInput([String])
        case exit([String], status: Int32, within: Duration)
        /// It has written this text to stderr.
        case complain([String], text: String, within: Duration)
        case signal([String], PeerSignal)
        case restart([String], within: Duration)
        case fault(link: String, [String])
        case mend(link: String)
        /// The cable of these hosts is pulled, or put in again.
        case plug([String], Bool)
        case measure(Measurement)
        case note(String)
    }

    /// How a text reaches the program.
    package enum SayingKind: Hashable, Sendable {
        /// As a message, also when it begins with a slash.
        case message
        /// As `/me`.
        case act
        /// As the line itself, a command perhaps.
        case line
    }
}
