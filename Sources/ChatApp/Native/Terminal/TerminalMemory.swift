import ChatCore
import ChatTerminal

/// What a terminal starts with: the options, completed by what is remembered of the last time.
struct TerminalMemory {
    /// The options.
    let options: ChatOptions
    /// Where the reader was the last time; nil where nothing is known, or nothing of it is wanted.
    let session: Session?
    /// Keeps where the reader is; nil for an identity that ends with the run.
    let store: SessionStore?

    /// - Parameter identity: Whose session it is; nil for an identity that ends with the run.
    init(_ options: ChatOptions, identity: String?) {
        store = identity.flatMap { SessionStore(identity: $0) }
        let kept = options.isFresh ? nil : store?.load()
        var remembered = options.remembering(kept)
        if options.isHistoryDefault, !Configuration(TerminalFiles()).settings.keepsHistory {
            remembered.history = nil
        }
        self.options = remembered
        // Rooms that were named are in the order in which they were named.
        session = options.areRoomsDefault ? kept : nil
    }
}
