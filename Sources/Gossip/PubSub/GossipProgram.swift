public import Net

/// A whole program that gossips, the same for every platform.
///
/// `NetRuntime` runs it: `ProgramRuntime.run(GossipProgramClient<Program>.self)`. Everything happens on one
/// thread; the program never waits, it receives events.
public protocol GossipProgram: SendableMetatype {
    /// How the peer gossips, and the name by which others know the program.
    static var configuration: PubSubConfiguration { get }

    /// Begins: joins topics, listens, dials. The program keeps the console for later; its peer comes with
    /// each call.
    ///
    /// - Throws: `MultiaddrError` for an address that is none; it is printed, and the program ends with
    ///   status 64.
    init(peer: inout PubSub, console: ProgramConsole) throws(MultiaddrError)

    /// Something happened.
    mutating func receive(_ event: PubSubEvent, on peer: inout PubSub)

    /// The time has come for which the program has asked; `nil` for never. Looked at after each call.
    var timer: Instant? { get }

    /// `timer` has come; the program sets another one, or none.
    mutating func receiveTimer(on peer: inout PubSub)
}
