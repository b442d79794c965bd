import Net
import Testing

@testable import Gossip

@Suite("Tables of peers: states and events")
struct PeerTableTests {
    private let announced = PeerExtensions(hasTestExtension: true)

    private func control(_ extensions: PeerExtensions?, isRepeated: Bool = false) -> ControlMessage {
        var control = ControlMessage()
        control.extensions = extensions
        control.repeatsExtensions = isRepeated
        return control
    }

    @Test(
        "Extensions: in the first message of a stream, once, and of a peer of v1.3",
        arguments: [GossipProtocol.meshsub12, .meshsub13]
    )
    func extensions(version: GossipProtocol) {
        let isHeeded = version == .meshsub13
        let nothing = ExtensionVerdict.nothing
        func verdict(_ penalty: Double, _ isAnswered: Bool) -> ExtensionVerdict {
            isHeeded ? ExtensionVerdict(penalty: penalty, isAnswered: isAnswered) : nothing
        }
        for (first, isRepeated) in [(announced, false), (announced, true), (nil, false)]
            as [(PeerExtensions?, Bool)]
        {
            var table = PeerTable(GossipConfiguration(), localPeer: TestPeer(0).id)
            let slot = table.insert(TestPeer(1).id, version, .inbound)
            let penalty: Double = isRepeated ? 10 : 0
            #expect(
                table.receiveExtensions(in: control(first, isRepeated: isRepeated), from: slot)
                    == verdict(penalty, first != nil)
            )
            #expect(table.receiveExtensions(in: control(nil), from: slot) == nothing)
            #expect(table.receiveExtensions(in: control(announced), from: slot) == verdict(10, false))
            #expect(
                table.receiveExtensions(in: control(announced, isRepeated: true), from: slot)
                    == verdict(20, false)
            )
            table.renewInbound(slot)
            #expect(table.receiveExtensions(in: control(announced), from: slot) == verdict(0, true))
        }
    }

    @Test("A connection is to be closed once, and another one of the peer is not")
    func dismissed() {
        var table = PeerTable(GossipConfiguration(), localPeer: TestPeer(0).id)
        let slot = table.insert(TestPeer(1).id, .meshsub12, .inbound)
        #expect(table.dismiss(slot) == true)
        #expect(table.dismiss(slot) == false)
        table.remove(slot)
        #expect(!table.contains(TestPeer(1).id))
        let again = table.insert(TestPeer(1).id, .meshsub12, .inbound)
        #expect(!table[again].isDismissed)
    }

    @Test(
        "Direct peers are dialled at the first heartbeat and then at an interval, unless they are connected or ourselves"
    )
    func direct() {
        var configuration = GossipConfiguration()
        configuration.directPeers = [TestPeer(0).id, TestPeer(1).id, TestPeer(2).id]
        configuration.gossip.directReconnectTicks = 3
        var table = PeerTable(configuration, localPeer: TestPeer(0).id)
        #expect(table.directPeersToDial(1) == [TestPeer(1).id, TestPeer(2).id])
        #expect(table.directPeersToDial(2) == [])
        _ = table.insert(TestPeer(2).id, .meshsub12, .outbound)
        #expect(table.directPeersToDial(4) == [TestPeer(1).id])
    }

    @Test("A value for every slot: vacant until it is set, and again when it is forgotten")
    func slotMap() {
        var map = SlotMap<PeerID, Int>(vacant: -1)
        #expect(map[Slot(index: 5)] == -1)
        map[Slot(index: 2)] += 10
        #expect(map[Slot(index: 2)] == 9)
        #expect(map[Slot(index: 1)] == -1)
        map.updateEach { $0 += 1 }
        #expect(map[Slot(index: 2)] == 10)
        map.remove(Slot(index: 2))
        map.remove(Slot(index: 50))
        #expect(map[Slot(index: 2)] == -1)
        #expect(map[Slot(index: 3)] == -1)
        #expect(map.total { $0 } == 0 + 0 - 1)
    }

    @Test("A heartbeat is due at its time; a driver that slept through several gets one")
    func heartbeats() {
        var clock = HeartbeatClock(GossipParameters(), now: .origin)
        #expect(clock.begin(now: .origin + .milliseconds(99)) == false)
        #expect(clock.begin(now: .origin + .milliseconds(100)) == true)
        #expect(clock.begin(now: .origin + .milliseconds(1_099)) == false)
        #expect(clock.begin(now: .origin + .seconds(10)) == true)
        #expect(clock.begin(now: .origin + .milliseconds(10_999)) == false)
        #expect(clock.count == 2)
        #expect(clock.next == .origin + .seconds(11))
    }
}
