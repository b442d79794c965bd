import Net

/// How the tests name a connection: a dial by the number that they gave it, accepted ones from 1,000,000 up.
extension ConnectionID {
    private static let firstAccepted: UInt64 = 1_000_000

    /// The connection that a command means.
    init(word: UInt64) {
        self =
            word < Self.firstAccepted
            ? ConnectionID(dialled: word) : ConnectionID(accepted: word - Self.firstAccepted + 1)
    }

    /// The number that the tests know it by.
    var word: UInt64 { isAccepted ? Self.firstAccepted + number - 1 : number }
}
