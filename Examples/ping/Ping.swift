// Measures the round trip to a peer, by /ipfs/ping/1.0.0.
//
//     ping                        listens; any libp2p peer can ping it
//     ping ADDRESS [COUNT]        dials, prints COUNT round trips (default 5), one a second
//
// Natively: build/examples/ping. As a component: wasmtime run -S inherit-network build/examples/ping.wasm

import Net
import NetRuntime

@main
struct Ping: PeerProgram {
    /// The host pings by itself; here more often than by default.
    static var configuration: HostConfiguration {
        var configuration = HostConfiguration(agentVersion: "ping-example/1.0")
        configuration.swarm.pingInterval = .seconds(1)
        return configuration
    }

    let console: ProgramConsole
    var left: Int

    init(host: PeerHost, console: ProgramConsole) throws(MultiaddrError) {
        self.console = console
        left = console.arguments.count > 1 ? Int(console.arguments[1]) ?? 0 : 5
        switch console.arguments.count {
        case 0: host.listen(on: try Multiaddr(text: "/ip4/0.0.0.0/tcp/0"))
        case 1 where left > 0, 2 where left > 0: host.dial(try Multiaddr(text: console.arguments[0]))
        default: console.fail("usage: ping [ADDRESS [COUNT]]", status: 64)
        }
    }

    mutating func receive(_ event: HostEvent) {
        switch event {
        case .listening(let address): console.write("listening on " + address.description)
        case .identified(let peer, let info):
            // Text of others' making: nothing but printable ASCII gets to the terminal.
            let agent = info.agentVersion.utf8.filter { $0 > 31 && $0 < 127 }
            console.write(peer.shortDescription + " is " + String(decoding: agent, as: UTF8.self))
        case .roundTrip(let peer, let interval) where !console.arguments.isEmpty && left > 0:
            console.write("\(peer.shortDescription): \(interval.nanoseconds / 1_000) microseconds")
            left -= 1
            if left == 0 { console.finish() }
        case .listenFailed(_, let error): console.fail(error.explanation)
        case .dialFailed(_, let error): console.fail(error.description)
        case .disconnected(_, let reason) where !console.arguments.isEmpty: console.fail(reason.description)
        default: break
        }
    }
}
