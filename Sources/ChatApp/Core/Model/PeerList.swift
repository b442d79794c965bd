/// A list of peers that the user keeps.
public enum PeerList: CaseIterable, Equatable, Sendable {
    /// Nothing of them is shown. They are not told, and their messages are still passed on.
    case ignored
    /// Nothing of them is shown, and no connection with them lasts.
    case blocked

    /// The word for it in JSON.
    public var name: String {
        switch self {
        case .ignored: return "ignored"
        case .blocked: return "blocked"
        }
    }

    /// What is said when somebody comes onto the list, or leaves it.
    func report(_ peer: String, isOn: Bool) -> String {
        switch (self, isOn) {
        case (.ignored, true): return "ignoring " + peer
        case (.ignored, false): return "no longer ignoring " + peer
        case (.blocked, true): return "blocking " + peer
        case (.blocked, false): return "no longer blocking " + peer
        }
    }
}
