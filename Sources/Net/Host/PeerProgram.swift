/// A whole program that is a peer, the same for every platform.
///
///     import Net
///     import NetRuntime
///
///     @main
///     struct Listener: PeerProgram {
///         static var configuration: HostConfiguration { HostConfiguration(agentVersion: "listener/1.0") }
///
///         let console: ProgramConsole
///
///         init(host: PeerHost, console: ProgramConsole) throws(MultiaddrError) {
///             self.console = console
///             host.listen(on: try Multiaddr(text: "/ip4/0.0.0.0/tcp/0"))
///         }
///
///         mutating func receive(_ event: HostEvent) {
///             if case .listening(let address) = event { console.write(address.description) }
///         }
///     }
///
/// `NetRuntime` gives it its `main`: on SwiftNIO natively, on `wasi:sockets` in a component. Each start has
/// an identity of its own. Everything happens on one thread; the program never waits, it receives events.
public protocol PeerProgram: SendableMetatype {
    /// What the host offers, and the name by which peers know the program.
    static var configuration: HostConfiguration { get }

    /// Begins: listens, dials. The program keeps the host and the console for later.
    ///
    /// - Throws: `MultiaddrError` for an address that is none; it is printed, and the program ends with
    ///   status 64.
    init(host: PeerHost, console: ProgramConsole) throws(MultiaddrError)

    /// Something happened.
    mutating func receive(_ event: HostEvent)
}
