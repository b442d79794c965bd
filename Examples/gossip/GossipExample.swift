// Publishes a line to a gossipsub topic every second, and prints what others publish.
//
//     gossip TOPIC TEXT [ADDRESS]     listens; dials ADDRESS if it is given
//
// Natively: build/examples/gossip. As a component: wasmtime run -S inherit-network build/examples/gossip.wasm

import Gossip
import Net
import NetRuntime

/// The router knows peers and messages, the host knows streams. Between them: each side of a connection opens one stream for
/// what it sends.
@main
struct GossipExample: PeerProgram {
    static var configuration: HostConfiguration {
        HostConfiguration(protocols: GossipRouter.protocols.map { .messages($0) })
    }

    let host: PeerHost
    let console: ProgramConsole
    var router: GossipRouter
    var senders: [PeerID: StreamID] = [:]
    var authors: [StreamID: PeerID] = [:]
    var nextLine: Instant
    var count = 0

    init(host: PeerHost, console: ProgramConsole) throws(MultiaddrError) {
        self.host = host
        self.console = console
        router = GossipRouter(
            localIdentity: host.identity,
            seed: host.randomBytes(32),
            initialSequenceNumber: console.unixNanoseconds,
            now: host.now
        )
        nextLine = host.now + .seconds(1)
        host.timer = nextLine
        guard console.arguments.count == 2 || console.arguments.count == 3 else {
            console.fail("usage: gossip TOPIC TEXT [ADDRESS]", status: 64)
            return
        }
        router.join(console.arguments[0], now: host.now)
        host.listen(on: try Multiaddr(text: "/ip4/0.0.0.0/tcp/0"))
        if console.arguments.count == 3 { host.dial(try Multiaddr(text: console.arguments[2]), keep: true) }
    }

    mutating func receive(_ event: HostEvent) {
        switch event {
        case .listening(let address): console.write("listening on " + address.description)
        case .connected(let peer, address: _, _): openStream(to: peer)
        case .opened(let stream, let peer, let name, let direction):
            receiveOpened(stream, peer, name, direction)
        case .received(let stream, let bytes):
            if let peer = authors[stream] { router.receiveRPC(bytes[...], from: peer, now: host.now) }
        case .ended(let stream): host.finish(stream)
        case .closed(let stream, _): authors[stream] = nil
        case .disconnected(let peer, let reason):
            console.write("lost " + peer.shortDescription + ": " + reason.description)
            senders[peer] = nil
            router.receivePeerDisconnected(peer, now: host.now)
        case .timer: handleTimer()
        case .listenFailed(_, let error): console.fail(error.explanation)
        case .dialFailed(_, let error): console.write("not reached: " + error.description)
        default: break
        }
        while let output = router.pollOutput() { carryOut(output) }
        host.timer = router.nextDeadline.map { min($0, nextLine) } ?? nextLine
    }

    private func openStream(to peer: PeerID) {
        do {
            try host.openStream(to: peer, protocols: GossipRouter.protocols)
        } catch {
            console.write("no stream to " + peer.shortDescription + ": " + error.description)
        }
    }

    private mutating func receiveOpened(
        _ stream: StreamID,
        _ peer: PeerID,
        _ name: String,
        _ direction: Direction
    ) {
        switch direction {
        case .inbound:
            authors[stream] = peer
            // The router wants to know a peer before it hears it.
            if senders[peer] == nil { host.pause(stream) }
        case .outbound:
            guard let version = GossipProtocol(identifier: name) else { return }
            console.write("connected to " + peer.shortDescription)
            senders[peer] = stream
            router.receivePeerConnected(
                peer,
                version: version,
                direction: .outbound,
                address: [],
                now: host.now
            )
            for (stream, author) in authors where author == peer { host.resume(stream) }
        }
    }

    private mutating func handleTimer() {
        router.handleTimeout(now: host.now)
        guard nextLine <= host.now else { return }
        nextLine = host.now + .seconds(1)
        count += 1
        do {
            let line = console.arguments[1] + " \(count)"
            _ = try router.publish(Array(line.utf8), to: console.arguments[0], now: host.now)
        } catch {
            console.write("not published")
        }
    }

    private mutating func carryOut(_ output: GossipOutput) {
        switch output {
        case .send(let peer, let rpc):
            if let stream = senders[peer] { host.send(rpc, on: stream) }
        case .validate(let message): router.receiveValidation(message.id, .accept, now: host.now)
        case .deliver(let message):
            // Text of others' making: nothing but printable ASCII gets to the terminal.
            let text = message.data.filter { $0 > 31 && $0 < 127 }
            let author = message.from?.shortDescription ?? "somebody"
            console.write(author + ": " + String(decoding: text, as: UTF8.self))
        default: break
        }
    }
}
