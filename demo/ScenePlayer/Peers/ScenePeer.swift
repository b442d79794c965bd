import Foundation

/// A peer of a scene while it is played: its process, everything it has reported, and what follows from that.
///
/// It lives through restarts; what belongs to one run of the program is forgotten when the next one starts.
final class ScenePeer {
    let declaration: PeerDeclaration
    /// The port it listens on wherever `{port}` stands, and without any `listen=`.
    let port: UInt16

    private(set) var process: (any PeerProgram)?
    private(set) var events: [PeerEvent] = []
    /// The unused events of each text, for the messages of others.
    private var unheard: [String: [Int]] = [:]
    private var usedEvents: Set<Int> = []
    /// Every identity it ever reported, the present one last.
    private(set) var identities: [String] = []

    private(set) var isReady = false
    private(set) var addresses: [String] = []
    private(set) var rooms: Set<String> = []
    private(set) var connected: Set<String> = []
    private(set) var members: [String: Set<String>] = [:]
    private(set) var meshes: [String: Set<String>] = [:]
    /// How often it answered `/peers`.
    private(set) var peerReports = 0
    private(set) var end: ProcessEnd?
    /// Whether it may end now without that being a failure.
    var mayEnd = false
    private var messageIdentifiers: Set<String> = []

    init(_ declaration: PeerDeclaration, port: UInt16) {
        self.declaration = declaration
        self.port = port
    }

    var name: String { declaration.name }
    var identity: String? { identities.last }
    var isRunning: Bool { process != nil && end == nil }
    /// Whether anything can be expected of it.
    var isActive: Bool { isRunning && process?.isFrozen == false }

    /// Another run of the program begins.
    func begin(_ process: any PeerProgram) {
        self.process?.destroy()
        self.process = process
        isReady = false
        addresses = []
        rooms = []
        connected = []
        members = [:]
        meshes = [:]
        end = nil
        mayEnd = false
        messageIdentifiers = []
    }

    func finish(_ end: ProcessEnd) {
        self.end = end
        connected = []
        members = [:]
    }

    func destroy() {
        process?.destroy()
        process = nil
    }

    /// Takes one event in. The result says what contradicts the contract of the programs, if anything does.
    func receive(_ event: PeerEvent) -> String? {
        let index = events.count
        events.append(event)
        switch event.name {
        case "ready":
            isReady = true
            if let peer = event["peer"], identities.last != peer { identities.append(peer) }
        case "listening":
            if let address = event["address"] { addresses.append(address) }
        case "connected":
            if let peer = event["peer"] { connected.insert(peer) }
        case "disconnected":
            if let peer = event["peer"] {
                connected.remove(peer)
                // What `/peers` said of it is out of date; the next connection begins outside of every mesh.
                meshes[peer] = nil
            }
        case "joined":
            if let room = event["room"] { rooms.insert(room) }
        case "left":
            if let room = event["room"] {
                rooms.remove(room)
                members[room] = nil
            }
        case "member":
            receiveMember(event)
        case "peers":
            peerReports += 1
            meshes = event.meshes
        case "message":
            return receiveMessage(event, index)
        default:
            break
        }
        return nil
    }

    private func receiveMember(_ event: PeerEvent) {
        guard let room = event["room"], let peer = event["peer"] else { return }
        if event["action"] == "join" {
            members[room, default: []].insert(peer)
        } else {
            members[room]?.remove(peer)
            meshes[peer]?.remove(room)
        }
    }

    private func receiveMessage(_ event: PeerEvent, _ index: Int) -> String? {
        guard let identifier = event["id"], let text = event["text"], event["from"] != nil,
            event["room"] != nil
        else { return "a message event lacks id, from, room or text: \(event.line)" }
        if !messageIdentifiers.insert(identifier).inserted { return "received the message \"\(text)\" twice" }
        if event["self"] != "true" { unheard[text, default: []].append(index) }
        return nil
    }

    /// Lets go of all events taken in so far, used or not: a soak has far too many to keep.
    func forgetEvents() {
        events = []
        unheard = [:]
        usedEvents = []
        if messageIdentifiers.count > Self.maximumRemembered { messageIdentifiers = [] }
    }

    private static let maximumRemembered = 50_000

    // MARK: - Using events up

    /// Uses up one message with this text that `accepts` agrees to.
    func takeMessage(_ text: String, where accepts: (PeerEvent) -> Bool) -> Bool {
        guard let place = unheard[text]?.firstIndex(where: { accepts(events[$0]) }) else { return false }
        if let index = unheard[text]?.remove(at: place) { usedEvents.insert(index) }
        return true
    }

    /// Uses up the first event that `accepts` agrees to.
    func takeEvent(_ name: String, where accepts: (PeerEvent) -> Bool) -> Bool {
        let found = events.indices.first {
            events[$0].name == name && !usedEvents.contains($0) && accepts(events[$0])
        }
        guard let found else { return false }
        usedEvents.insert(found)
        return true
    }

    /// The events of that name that no expectation has used.
    func unusedEvents(_ name: String) -> [PeerEvent] {
        events.indices.filter { events[$0].name == name && !usedEvents.contains($0) }.map { events[$0] }
    }
}
