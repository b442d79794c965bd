/// What the words of gossip mean, for those who learn it by watching.
enum GossipGlossary {
    /// The words that everything else is explained by.
    static let terms: [(name: String, meaning: String)] = [
        (
            "mesh",
            "the few peers of a room that send each other every message, whole and at once. Everybody keeps about six; "
                + "that all meshes hang together carries a message to everybody in a few hops."
        ),
        ("heartbeat", "once a second every peer looks its meshes over: too few links, too many, bad ones."),
        ("GRAFT, PRUNE", "\"let us be in each other's mesh\", and \"no longer\"."),
        (
            "backoff",
            "after a PRUNE the two leave each other alone for a while, so that nobody grafts in circles."
        ),
        (
            "IHAVE, IWANT",
            "the gossip proper: peers outside the mesh are told from time to time which messages exist, and ask for those "
                + "that have not reached them. It mends what the mesh has lost."
        ),
        ("IDONTWANT", "\"I have that large message already, do not send it to me once more\"."),
        ("fanout", "the peers we send to in a room that we have not joined ourselves."),
        (
            "duplicate",
            "a message that has come before. Some are the price for robust delivery; a mesh of six brings each up to six times."
        ),
        ("seen cache", "the ids of the last ten minutes, by which duplicates are told."),
        (
            "score",
            "what each peer privately thinks of another. Below zero: out of the mesh, no gossip; further below: nothing is sent, "
                + "and at last nothing listened to."
        ),
        ("promise", "who says IHAVE and is asked has to deliver; broken promises cost score (P7)."),
    ]

    /// What each counter of the router counts.
    static let counters: [(name: String, meaning: String)] = [
        ("heartbeats", "how often the meshes were looked over: once a second"),
        ("messages published", "our own messages"),
        ("messages received", "messages that came whole, those that came before included"),
        ("messages delivered", "those of them that were new and good, and are shown"),
        ("duplicates", "those that had come before, by another way"),
        (
            "rejected",
            "those that break the rules, a forged signature say; whoever passes them on loses score"
        ),
        ("ignored", "those that nobody is to blame for and nobody is shown"),
        (
            "not checkable here",
            "those whose author has a kind of key that we cannot check; they are ignored too"
        ),
        ("RPCs sent", "packets of gossip to peers: each may hold messages and control words"),
        ("RPCs received", "packets of gossip from peers"),
        ("RPCs of graylisted", "packets that were not looked at, for their peer has too low a score"),
        ("bytes sent", "all bytes of gossip that were sent"),
        ("bytes of messages sent", "those of them that are messages, and not control words"),
        ("GRAFT sent", "how often we asked to be in a peer's mesh"),
        ("GRAFT received", "how often a peer asked to be in ours"),
        ("PRUNE sent", "how often we sent a peer out of our mesh"),
        ("PRUNE received", "how often a peer sent us out of its own"),
        ("IHAVE ids sent", "messages that we told peers outside the mesh of"),
        ("IHAVE ids received", "messages that peers told us of"),
        ("IWANT ids sent", "messages that we asked for, for the mesh had not brought them"),
        ("IWANT ids received", "messages that peers asked us for"),
        ("IDONTWANT ids sent", "large messages that we told the mesh we have already"),
        ("IDONTWANT ids received", "large messages that peers told us they have"),
        ("sent on IWANT", "messages that were given to peers who asked"),
        ("suppressed by IDONTWANT", "copies that were not sent, because the peer had told that it has them"),
        (
            "dropped for slow peers",
            "messages that were not sent to peers who do not read what waits for them"
        ),
        ("gossip dropped for them", "offers that were not sent to such peers"),
        ("broken promises", "messages that a peer offered by IHAVE and did not bring"),
        ("message cache", "whole messages that are kept for those who ask: the last few heartbeats"),
        ("seen cache", "ids by which duplicates are told: the last ten minutes"),
        ("kept for late peers", "messages that are kept for peers who come into the room later"),
    ]

    /// What a counter counts; empty for one that is not known.
    static func counter(_ name: String) -> String { counters.first { $0.name == name }?.meaning ?? "" }

    /// What a part of the score is for, by the beginning of its name.
    static func scorePart(_ name: String) -> String {
        let meanings = [
            ("P1", "stays in our mesh"), ("P2", "brings news first"),
            ("P3b", "left the mesh owing deliveries"),
            ("P3", "brings too little in the mesh"), ("P4", "brought what is invalid"),
            ("P5", "said by the program"), ("P6", "shares its address with many"),
            ("P7", "breaks promises, ignores backoffs"), ("slow", "does not read what it is sent"),
            ("cap", "what is earned counts up to here"),
        ]
        return meanings.first { name.hasPrefix($0.0) }?.1 ?? ""
    }
}
