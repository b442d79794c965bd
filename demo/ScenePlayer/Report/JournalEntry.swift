/// Something worth telling about the course of a scene.
package struct JournalEntry: Sendable {
    /// Since the scene began.
    package let time: Duration
    package let event: Event

    /// Peers stand here by their names in the scene; `nil` where an identity belongs to no peer of it.
    package enum Event: Sendable {
        case note(String)
        case started(peer: String, engine: String)
        case listening(peer: String, address: String)
        case connected(peer: String, other: String, isOutgoing: Bool)
        case disconnected(peer: String, other: String, reason: String)
        case dialFailed(peer: String, address: String, reason: String)
        case joined(peer: String, room: String)
        case left(peer: String, room: String)
        case memberLeft(peer: String, other: String, room: String)
        /// `isAction`: as `/me`.
        case said(peer: String, room: String?, text: String, isAction: Bool)
        case typed(peer: String, line: String)
        case heard(peer: String, speaker: String, room: String, text: String, latency: Duration?)
        case saidMany(peer: String, count: Int, sample: String)
        case heardMany(peer: String, speaker: String, count: Int, median: Duration, slowest: Duration)
        case signalled(peer: String, PeerSignal)
        case ended(peer: String, how: String)
        case fault(link: String, what: String)
        case plugged(host: String, Bool)
        case reported(peer: String, event: String, details: String)
        case measured(String)
        case refused(peer: String, message: String)
        case failed(String)
    }
}

extension JournalEntry {
    /// Whose doing it is; nil for what concerns the whole scene.
    var peer: String? {
        switch event {
        case .started(let peer, _), .listening(let peer, _), .connected(let peer, _, _),
            .disconnected(let peer, _, _), .dialFailed(let peer, _, _), .joined(let peer, _),
            .left(let peer, _),
            .memberLeft(let peer, _, _), .said(let peer, _, _, _), .typed(let peer, _),
            .heard(let peer, _, _, _, _),
            .saidMany(let peer, _, _), .heardMany(let peer, _, _, _, _), .signalled(let peer, _),
            .ended(let peer, _), .reported(let peer, _, _), .refused(let peer, _):
            return peer
        case .note, .fault, .plugged, .measured, .failed:
            return nil
        }
    }
}

extension JournalEntry {
    /// Whether it is told beside the peers' screens, which show the rest themselves.
    package var isForAudience: Bool {
        switch event {
        case .note, .fault, .plugged, .measured, .failed, .said, .saidMany, .signalled, .ended, .connected,
            .disconnected:
            return true
        default:
            return false
        }
    }
}
