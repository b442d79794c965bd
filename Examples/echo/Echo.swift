// A custom protocol: whatever comes on a stream of /echo/1.0.0 is sent back.
//
//     echo                    listens, and echoes
//     echo ADDRESS TEXT       dials, sends the text, prints what comes back
//
// Natively: build/examples/echo. As a component: wasmtime run -S inherit-network build/examples/echo.wasm

import Net
import NetRuntime

@main
struct Echo: PeerProgram {
    static let name = "/echo/1.0.0"
    static var configuration: HostConfiguration {
        HostConfiguration(agentVersion: "echo-example/1.0", protocols: [.bytes(name)])
    }

    let host: PeerHost
    let console: ProgramConsole

    init(host: PeerHost, console: ProgramConsole) throws(MultiaddrError) {
        self.host = host
        self.console = console
        switch console.arguments.count {
        case 0: host.listen(on: try Multiaddr(text: "/ip4/0.0.0.0/tcp/0"))
        case 2: host.dial(try Multiaddr(text: console.arguments[0]))
        default: console.fail("usage: echo [ADDRESS TEXT]", status: 64)
        }
    }

    mutating func receive(_ event: HostEvent) {
        switch event {
        // The side that echoes. It needs no buffer: a peer that does not read its echo is not read from
        // either.
        case .listening(let address): console.write("listening on " + address.description)
        case .received(let stream, let bytes): host.send(bytes, on: stream)
        case .ended(let stream): host.finish(stream)

        // The side that asks.
        case .connected(let peer, address: _, .outbound): ask(peer)
        case .response(_, let body):
            console.write(String(decoding: body, as: UTF8.self))
            console.finish()

        case .listenFailed(_, let error): console.fail(error.explanation)
        case .dialFailed(_, let error): console.fail(error.description)
        case .requestFailed(_, let error): console.fail(error.description)
        default: break
        }
    }

    /// All that is sent until our side closes is the request, all that comes back is the response.
    private func ask(_ peer: PeerID) {
        do {
            try host.request(Array(console.arguments[1].utf8), of: peer, protocol: Self.name)
        } catch {
            console.fail(error.description)
        }
    }
}
