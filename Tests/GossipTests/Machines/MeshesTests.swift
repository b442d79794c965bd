import Net
import Testing

@testable import Gossip

/// One test for each state that a peer can have in a mesh, with what may happen in it.
@Suite("Meshes: states and events")
struct MeshesTests {
    private enum Given: String, CaseIterable {
        case outside, member, backoff, lateBackoff, direct, poor, full
    }

    private static let backoff = Interval.seconds(60)

    /// A mesh in that state, with the peer that the state is about, at a time when it counts.
    private func make(_ given: Given) -> (meshes: Meshes, register: Register, peer: PeerSlot, now: Instant) {
        var register = Register { $0.directPeers = given == .direct ? [TestPeer(1).id] : [] }
        let peer = register.add(1, score: given == .poor ? -1 : 0)
        var meshes = Meshes(register.configuration)
        var now = Instant.origin
        switch given {
        case .outside, .direct, .poor: break
        case .member:
            _ = meshes.receiveGraft(peer, register.topic, register.peers, &register.scores, now: now)
        case .backoff, .lateBackoff:
            _ = meshes.receivePrune(peer, TestPeer(1).id, register.topic, seconds: nil, now: now)
            now = now + .seconds(given == .backoff ? 5 : 50)
        case .full:
            for number in 2...13 {
                let other = register.add(number)
                _ = meshes.receiveGraft(other, register.topic, register.peers, &register.scores, now: now)
            }
        }
        return (meshes, register, peer, now)
    }

    private static func prune(_ peer: PeerSlot, exchangesPeers: Bool = false) -> MeshAction {
        .sendPrune(peer, backoff: backoff, exchangesPeers: exchangesPeers)
    }

    @Test("GRAFT", arguments: Given.allCases)
    private func graft(given: Given) {
        var (meshes, register, peer, now) = make(given)
        let actions = meshes.receiveGraft(peer, register.topic, register.peers, &register.scores, now: now)
        let expected: [MeshAction] =
            switch given {
            case .outside: [.add(peer)]
            case .member: []
            case .backoff: [.penalize(peer, 2), Self.prune(peer)]
            case .lateBackoff: [.penalize(peer, 1), Self.prune(peer)]
            case .direct, .poor: [Self.prune(peer)]
            case .full: [Self.prune(peer, exchangesPeers: true)]
            }
        #expect(actions == expected)
        #expect(meshes.contains(peer, register.topic) == (given == .outside || given == .member))
        // Whoever was refused, and comes again, comes within a backoff.
        let again = meshes.receiveGraft(peer, register.topic, register.peers, &register.scores, now: now)
        switch given {
        case .outside, .member: #expect(again == [])
        case .direct: #expect(again == [Self.prune(peer)])
        case .backoff, .lateBackoff, .poor, .full: #expect(again == [.penalize(peer, 2), Self.prune(peer)])
        }
    }

    @Test("PRUNE", arguments: Given.allCases)
    private func prune(given: Given) {
        var (meshes, register, peer, now) = make(given)
        let actions = meshes.receivePrune(peer, TestPeer(1).id, register.topic, seconds: 30, now: now)
        #expect(actions == (given == .member ? [.remove(peer)] : []))
        #expect(!meshes.contains(peer, register.topic))
        let until = meshes.backoffs(of: register.topic).first { $0.peer == TestPeer(1).id }?.until
        let present = given == .backoff || given == .lateBackoff ? Instant.origin + Self.backoff : .origin
        #expect(until == max(present, now + .seconds(30)), "a backoff that ends later stays")
    }

    @Test("Leaving the topic", arguments: Given.allCases)
    private func left(given: Given) {
        var (meshes, register, peer, _) = make(given)
        #expect(meshes.remove(peer, from: register.topic) == (given == .member))
        #expect(!meshes.contains(peer, register.topic))
        #expect(meshes.remove(peer, from: register.topic) == false)
    }

    @Test("Joining the topic, as a subscriber", arguments: Given.allCases)
    private func subscriber(given: Given) {
        var (meshes, register, peer, now) = make(given)
        let actions = meshes.receiveSubscriber(
            peer,
            register.topic,
            register.peers,
            &register.scores,
            now: now
        )
        #expect(actions == (given == .outside ? [.add(peer), .sendGraft(peer)] : []))
    }

    @Test("The heartbeat of a mesh with one subscriber", arguments: Given.allCases)
    private func heartbeat(given: Given) {
        var (meshes, register, peer, now) = make(given)
        if given == .member { register.scores.setApplicationScore(-1, of: peer) }
        var subscribers = SlotSet<PeerID>()
        subscribers.insert(peer)
        let actions = meshes.maintain(
            register.topic,
            among: subscribers,
            register.peers,
            &register.scores,
            1,
            now: now,
            using: &register.random
        )
        switch given {
        case .outside: #expect(actions == [.add(peer), .sendGraft(peer)])
        case .member: #expect(actions == [.remove(peer), Self.prune(peer)], "its score is below zero")
        case .backoff, .lateBackoff, .direct, .poor, .full: #expect(actions == [])
        }
    }

    @Test("We leave: every member is told to wait for ten seconds")
    func leave() {
        var (meshes, register, peer, now) = make(.member)
        #expect(
            meshes.leave(register.topic, register.peers, now: now) == [
                .remove(peer), .sendPrune(peer, backoff: .seconds(10), exchangesPeers: false),
            ]
        )
        #expect(meshes.members(of: register.topic).isEmpty)
        #expect(meshes.backoffs(of: register.topic).map(\.until) == [.origin + .seconds(10)])
    }

    @Test("We join: the fanout comes first, then random subscribers, and nobody twice")
    func join() {
        var register = Register()
        let subscribers = register.add(count: 20)
        var fanout = SlotSet<PeerID>()
        for slot in subscribers.elements.suffix(4) { fanout.insert(slot) }
        var meshes = Meshes(register.configuration)
        let actions = meshes.join(
            register.topic,
            fanout: fanout,
            among: subscribers,
            register.peers,
            &register.scores,
            now: .origin,
            using: &register.random
        )
        #expect(actions.prefix(8) == fanout.elements.flatMap { [MeshAction.add($0), .sendGraft($0)] }[...])
        #expect(meshes.members(of: register.topic).count == 6)
        #expect(actions.count == 12)
    }

    @Test("A mesh above D_hi is cut to D; its best and enough outbound peers stay")
    func cut() {
        var register = Register { $0.mesh.degreeHigh = 13 }
        var meshes = Meshes(register.configuration)
        var slots: [PeerSlot] = []
        for number in 1...13 {
            slots.append(register.add(number, score: number <= 4 ? 10 : 0))
        }
        let outbound = [register.add(14, .outbound), register.add(15, .outbound)]
        for slot in slots {
            _ = meshes.receiveGraft(slot, register.topic, register.peers, &register.scores, now: .origin)
        }
        let subscribers = SlotSet<PeerID>(slots + outbound)
        for heartbeat in 1...2 as ClosedRange<UInt64> {
            _ = meshes.maintain(
                register.topic,
                among: subscribers,
                register.peers,
                &register.scores,
                heartbeat,
                now: .origin,
                using: &register.random
            )
        }
        let members = meshes.members(of: register.topic)
        #expect(members.count <= 13)
        #expect(slots.prefix(4).allSatisfy { members.contains($0) })
        #expect(outbound.allSatisfy { members.contains($0) })
    }

    @Test("Backoffs are over when they and the slack have passed")
    func expiry() {
        var (meshes, register, peer, _) = make(.outside)
        _ = meshes.receivePrune(peer, TestPeer(1).id, register.topic, seconds: 5, now: .origin)
        #expect(meshes.removeExpiredBackoffs(register.topic, now: .origin + .seconds(6)) == true)
        #expect(meshes.hasBackoffs(register.topic))
        #expect(meshes.removeExpiredBackoffs(register.topic, now: .origin + .milliseconds(6_001)) == true)
        #expect(!meshes.hasBackoffs(register.topic))
        #expect(meshes.removeExpiredBackoffs(register.topic, now: .origin + .seconds(7)) == false)
    }
}

extension SlotSet {
    init(_ slots: [Slot<Key>]) {
        self.init()
        for slot in slots { insert(slot) }
    }
}
