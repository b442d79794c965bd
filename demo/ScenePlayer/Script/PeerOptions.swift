/// The words after `peer NAME ENGINE`.
struct PeerOptions {
    private var rooms: [String] = []
    private var nick: String?
    private var listens: [String] = []
    private var keepsIdentity: Bool?
    private var startsLater = false
    private var host: String?
    private var arguments: [String] = []

    init(_ words: [String], at location: SceneLocation) throws(SceneProblem) {
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init
            )
            switch (parts[0], parts.count == 2 ? parts[1] : nil) {
            case ("room", let value?): rooms.append(value)
            case ("nick", let value?): nick = value
            case ("listen", let value?): listens.append(value)
            case ("identity", "kept"): keepsIdentity = true
            case ("identity", "memory"): keepsIdentity = false
            case ("protocol", let value?): arguments += ["--protocol", value]
            case ("argument", let value?): arguments.append(value)
            case ("later", nil): startsLater = true
            case ("host", let value?) where Self.isPlain(value): host = value
            default:
                throw SceneProblem(
                    location,
                    "room=, nick=, listen=, identity=kept, identity=memory, host=NAME, protocol=, argument= or later "
                        + "expected, found \(word)"
                )
            }
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    func apply(to peer: inout PeerDeclaration) {
        peer.rooms = rooms
        peer.nick = nick ?? peer.name
        peer.listens = listens
        peer.keepsIdentity = keepsIdentity ?? peer.keepsIdentity
        peer.startsLater = startsLater
        peer.host = host
        peer.arguments = arguments
    }
}
