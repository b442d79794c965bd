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
        ("seen cache", "the ids of the last two minutes, by which duplicates are told."),
        (
            "score",
            "what each peer privately thinks of another. Below zero: out of the mesh, no gossip; further below: nothing is sent, "
                + "and at last nothing listened to."
        ),
        ("promise", "who says IHAVE and is asked has to deliver; broken promises cost score (P7)."),
    ]

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
