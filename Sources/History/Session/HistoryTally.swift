/// What one session has moved.
struct HistoryTally: Equatable {
    /// All bytes of the stream, both ways.
    var streamBytes = 0
    /// Of these, the messages' own.
    var messageBytes = 0
    /// The messages that were new here.
    var newMessages = 0
    /// The messages that came, new or not.
    var received = 0
    /// The messages that were sent.
    var sent = 0
    /// The round trips of the reconciliation.
    var rounds = 0

    /// What was spent beside the messages themselves.
    var overheadBytes: Int { streamBytes - messageBytes }
}
