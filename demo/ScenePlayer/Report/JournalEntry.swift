/// Something worth telling about the course of a scene.
public struct JournalEntry: Sendable {
    /// Since the scene began.
    public let time: Duration
    public let event: Event

    /// Peers stand here by their names in the scene; `nil` where an identity belongs to no peer of it.
    public enum Event: Sendable {
        case note(String)
        case started(peer: String, engine: String)
        case listening(peer: String, address: String)
        case connected(peer: String, other: String, isOutgoing: Bool)
        case disconnected(peer: String, other: String, reason: String)
        case dialFailed(peer: String, address: String, reason: String)
        case joined(peer: String, room: String)
        case left(peer: String, room: String)
        case memberLeft(peer: String, other: String, room: String)
        case said(peer: String, room: String?, text: String)
        case typed(peer: String, line: String)
        case heard(peer: String, speaker: String, room: String, text: String, latency: Duration?)
        case saidMany(peer: String, count: Int, sample: String)
        case heardMany(peer: String, speaker: String, count: Int, median: Duration, slowest: Duration)
        case signalled(peer: String, PeerSignal)
        case ended(peer: String, how: String)
        case fault(link: String, what: String)
        case reported(peer: String, event: String, details: String)
        case measured(String)
        case refused(peer: String, message: String)
        case failed(String)
    }
}
