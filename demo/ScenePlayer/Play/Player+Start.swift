import FaultProxy
import Foundation
import NIOCore

/// Starting programs with the right addresses.
extension Player {
    func prepare() throws(SceneProblem) {
        let files = FileManager.default
        try? files.removeItem(atPath: options.folder)
        do {
            try files.createDirectory(atPath: options.folder, withIntermediateDirectories: true)
        } catch {
            throw problem("the folder \(options.folder) cannot be made: \(error)")
        }
        for declaration in scene.peers {
            peers[declaration.name] = ScenePeer(declaration, port: ports.take())
            peerOrder.append(declaration.name)
        }
        if !scene.hosts.isEmpty {
            do {
                network = try HostNetwork(scene.hosts)
            } catch {
                throw problem(error.message)
            }
        }
        for declaration in scene.links {
            links[declaration.name] = Link(declaration: declaration, port: ports.take())
        }
    }

    /// Starts these peers, those who are dialled before those who dial, and waits until each one listens.
    func start(_ names: [String], within limit: Duration) throws(SceneProblem) {
        for name in names where peers[name]?.isRunning == true { throw problem("\(name) is running already") }
        var waiting = names
        while !waiting.isEmpty {
            let round = waiting.filter { name in
                !scene.dials.contains { $0.from == name && $0.to != name && waiting.contains($0.to) }
            }
            // In a circle of dials somebody has to begin, with an address that names no identity.
            let starters = round.isEmpty ? [waiting[0]] : round
            for name in starters { try launch(name) }
            try wait(limit) {
                starters.allSatisfy { isUp($0) }
            } missing: {
                let late = starters.filter { !isUp($0) }
                let words = late.compactMap { peers[$0] }.map { lastWords(of: $0) }.joined()
                return "\(late.joined(separator: ", ")) should be ready and listening\(words)"
            }
            waiting.removeAll { starters.contains($0) }
        }
    }

    private func isUp(_ name: String) -> Bool {
        guard let peer = peers[name] else { return false }
        let expectsAddress = peer.declaration.listens != ["none"]
        return peer.end != nil || (peer.isReady && (!expectsAddress || !peer.addresses.isEmpty))
    }

    private func launch(_ name: String) throws(SceneProblem) {
        guard let peer = peers[name] else { throw problem("no peer \(name)") }
        let engine = peer.declaration.engine
        guard let program = scene.engines[engine] ?? Engine.command(engine, environment: options.environment)
        else { throw problem("no engine \(engine)") }
        do {
            peer.begin(try begin(peer, program: program, arguments: arguments(for: peer)))
        } catch let failure as ProcessFailure {
            throw problem(
                failure.message + " (make build makes the programs, make setup the Python environment)"
            )
        } catch let problem as SceneProblem {
            throw problem
        } catch {
            preconditionFailure("nothing else is thrown above")
        }
        journal.write(.started(peer: name, engine: engine))
    }

    /// In the background, or on the stage with a screen of its own.
    private func begin(
        _ peer: ScenePeer,
        program: [String],
        arguments: [String]
    ) throws -> any PeerProgram {
        let folder = URL(fileURLWithPath: options.folder)
        var environment = options.environment
        for variable in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            environment[variable] = folder.appendingPathComponent("\(peer.name).home").path
        }
        let errorLog = folder.appendingPathComponent("\(peer.name).stderr")
        if let pane = stage?.pane(of: peer.name), let screen = Engine.screenCommand(peer.declaration.engine) {
            return try PeerPane(
                pane,
                command: peer.declaration.host.flatMap { network?.command(screen + arguments, on: $0) }
                    ?? screen + arguments,
                environment: environment,
                events: folder.appendingPathComponent("\(peer.name).events"),
                outputLog: folder.appendingPathComponent("\(peer.name).jsonl"),
                errorLog: errorLog
            )
        }
        let command = program + ["--headless", "--json"] + arguments
        return try PeerProcess(
            command: peer.declaration.host.flatMap { network?.command(command, on: $0) } ?? command,
            environment: environment,
            outputLog: folder.appendingPathComponent("\(peer.name).jsonl"),
            errorLog: errorLog
        )
    }

    private func arguments(for peer: ScenePeer) throws(SceneProblem) -> [String] {
        let declaration = peer.declaration
        var arguments = ["--nick", declaration.nick]
        for room in declaration.rooms.isEmpty ? scene.rooms : declaration.rooms {
            arguments += ["--room", room]
        }
        for address in listens(of: peer) { arguments += ["--listen", address] }
        arguments += [
            "--identity", declaration.keepsIdentity ? "\(options.folder)/\(peer.name).key" : "memory",
        ]
        for dial in scene.dials where dial.from == peer.name {
            arguments += ["--dial", try address(for: dial)]
        }
        return arguments + declaration.arguments
    }

    private func listens(of peer: ScenePeer) -> [String] {
        let listens = peer.declaration.listens
        return listens.isEmpty
            ? ["/ip4/\(address(of: peer))/tcp/\(peer.port)"]
            : listens.map { $0.replacing("{port}", with: String(peer.port)) }
    }

    /// The IP address at which others find it.
    private func address(of peer: ScenePeer) -> String {
        peer.declaration.host.flatMap { network?.address(of: $0) } ?? "127.0.0.1"
    }

    /// The address that a peer dials, through a proxy where the scene has one.
    func address(for dial: DialDeclaration) throws(SceneProblem) -> String {
        guard let target = peers[dial.to] else { throw problem("no peer \(dial.to)") }
        var address = reachableAddress(of: target)
        if let link = dial.link {
            try open(link, towards: address)
            address = "/ip4/127.0.0.1/tcp/\(links[link]?.port ?? 0)"
        }
        if dial.form == .dns { address = address.replacing("/ip4/127.0.0.1/", with: "/dns4/localhost/") }
        if dial.form != .bare, let identity = target.identity { address += "/p2p/\(identity)" }
        return address
    }

    /// Without an identity. Before its first start a peer is reached where it is going to listen.
    private func reachableAddress(of peer: ScenePeer) -> String {
        let address = peer.addresses.first ?? listens(of: peer)[0]
        let plain = address.split(separator: "/p2p/", maxSplits: 1).first.map(String.init) ?? address
        return
            plain
            .replacing("/ip4/0.0.0.0/", with: "/ip4/127.0.0.1/")
            .replacing("/ip4/127.0.0.1/", with: "/ip4/\(self.address(of: peer))/")
            .replacing("/ip6/::/", with: "/ip6/::1/")
    }

    private func open(_ name: String, towards address: String) throws(SceneProblem) {
        guard let link = links[name], link.proxy == nil else { return }
        let parts = address.split(separator: "/")
        guard parts.count >= 4, let port = Int(parts[3]) else { throw problem("no TCP address: \(address)") }
        do {
            let changes = try FaultWords.settings(link.declaration.faults)
            var settings = FaultSettings()
            for change in changes { change.apply(to: &settings) }
            links[name]?.proxy = try FaultProxy(
                listening: SocketAddress(ipAddress: "127.0.0.1", port: Int(link.port)),
                target: SocketAddress(ipAddress: String(parts[1]), port: port),
                settings: settings
            )
            links[name]?.isCut = settings.isCut
            links[name]?.isStalled = !settings.stalled.isEmpty
        } catch {
            throw problem("the proxy of link \(name) cannot listen on port \(link.port): \(error)")
        }
    }

    /// At the end everybody still running must leave by `/quit` with status 0, and nobody may have
    /// complained.
    func finish() throws(SceneProblem) {
        for name in peerOrder {
            for event in peers[name]?.unusedEvents("error") ?? [] {
                throw SceneProblem(
                    scene.steps[event.stepIndex].location,
                    "\(name) reported an error that no step expected: \(event["message"] ?? event.line)"
                )
            }
        }
        isEnding = true
        let running = peerOrder.filter { peers[$0]?.isRunning == true }
        for name in running { peers[name]?.process?.send(.thaw) }
        try quit(running, within: .seconds(10))
    }
}
