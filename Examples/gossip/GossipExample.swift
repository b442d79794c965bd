// Publishes a line to a gossipsub topic every second, and prints what others publish.
//
//     gossip TOPIC TEXT [ADDRESS]     listens; dials ADDRESS if it is given
//
// Natively: build/examples/gossip. As a component: wasmtime run -S inherit-network build/examples/gossip.wasm

import Gossip
import Net
import NetRuntime
import PubSub

@main
struct GossipExample: GossipProgram {
    static var configuration: PubSubConfiguration {
        PubSubConfiguration(swarm: SwarmConfiguration(agentVersion: "gossip-example/1.0"))
    }

    static func main() { ProgramRuntime.run(GossipProgramClient<Self>.self) }

    let console: ProgramConsole
    var timer: Instant?
    var count = 0

    init(peer: inout PubSub, console: ProgramConsole) throws(MultiaddrError) {
        self.console = console
        guard console.arguments.count == 2 || console.arguments.count == 3 else {
            console.fail("usage: gossip TOPIC TEXT [ADDRESS]", status: 64)
            return
        }
        timer = peer.now + .seconds(1)
        peer.join(console.arguments[0], now: peer.now)
        peer.listen(on: try Multiaddr(text: "/ip4/0.0.0.0/tcp/0"))
        if console.arguments.count == 3 {
            peer.dial(try Multiaddr(text: console.arguments[2]), keep: true, now: peer.now)
        }
    }

    func receive(_ event: PubSubEvent, on peer: inout PubSub) {
        switch event {
        case .network(.listening(_, let address)):
            console.write("listening on " + address.withPeerID(peer.localPeer).description)
        case .network(.listenFailed(_, _, let error)): console.fail(error.explanation)
        case .network(.dialFailed(_, let error)): console.write("not reached: " + error.description)
        case .subscribed(let other, _): console.write("connected to " + other.shortDescription)
        case .unsubscribed(let other, _): console.write("lost " + other.shortDescription)
        case .message(let message):
            // Text of others' making: nothing but printable ASCII gets to the terminal.
            let text = message.data.filter { $0 > 31 && $0 < 127 }
            let author = message.from?.shortDescription ?? "somebody"
            console.write(author + ": " + String(decoding: text, as: UTF8.self))
        default: break
        }
    }

    mutating func receiveTimer(on peer: inout PubSub) {
        timer = peer.now + .seconds(1)
        count += 1
        do {
            try peer.publish(
                Array("\(console.arguments[1]) \(count)".utf8),
                to: console.arguments[0],
                now: peer.now
            )
        } catch {
            console.write("not published: " + error.explanation)
        }
    }
}
