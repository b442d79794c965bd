import Net
import Testing

@testable import Gossip

@Suite("The score")
struct RouterScoreTests {
    private func topic() -> TopicScoreParameters {
        var parameters = TopicScoreParameters()
        parameters.topicWeight = 0.5
        parameters.meshTimeWeight = 2
        parameters.meshTimeCap = 10
        parameters.firstDeliveriesWeight = 3
        parameters.firstDeliveriesDecay = 0.5
        parameters.firstDeliveriesCap = 4
        parameters.meshDeliveriesWeight = -1
        parameters.meshDeliveriesDecay = 0.5
        parameters.meshDeliveriesThreshold = 8
        parameters.meshDeliveriesCap = 20
        parameters.meshDeliveriesShare = 1
        parameters.meshDeliveriesActivation = .seconds(1)
        parameters.meshFailureWeight = -1
        parameters.meshFailureDecay = 0.5
        parameters.invalidWeight = -7
        parameters.invalidDecay = 0.5
        return parameters
    }

    private func components(_ score: TopicScore) -> ScoreComponents {
        var components = ScoreComponents()
        score.add(to: &components, topic())
        return components
    }

    private func at(_ seconds: Int64) -> Instant { .origin + .seconds(seconds) }

    @Test("P1 grows with the time in the mesh, up to its cap, and ends with it")
    func meshTime() {
        var score = TopicScore()
        score.graft(now: at(0))
        score.decay(topic(), toZero: 0.01, now: at(4))
        #expect(components(score).meshTime == 0.5 * 2 * 4)
        score.decay(topic(), toZero: 0.01, now: at(400))
        #expect(components(score).meshTime == 0.5 * 2 * 10)
        score.prune(topic())
        #expect(components(score).meshTime == 0)
    }

    @Test("P2 counts first deliveries up to its cap, and decays")
    func firstDeliveries() {
        var score = TopicScore()
        for _ in 0..<9 { score.addFirstDelivery(topic()) }
        #expect(components(score).firstDeliveries == 0.5 * 3 * 4)
        score.decay(topic(), toZero: 0.01, now: at(1))
        #expect(components(score).firstDeliveries == 0.5 * 3 * 2)
    }

    @Test("P3 is the square of what is missing, once the peer was in the mesh for long enough")
    func meshDeliveries() {
        var score = TopicScore()
        score.graft(now: at(0))
        for _ in 0..<6 { score.addMeshDelivery(topic()) }
        #expect(components(score).meshDeliveries == 0)
        score.decay(topic(), toZero: 0.01, now: at(2))
        #expect(components(score).meshDeliveries == -0.5 * 25)
        score.prune(topic())
        #expect(components(score).meshDeliveries == 0)
        #expect(components(score).meshFailure == -0.5 * 25)
        score.decay(topic(), toZero: 0.01, now: at(3))
        #expect(components(score).meshFailure == -0.5 * 12.5)
    }

    @Test("P3 of an open network asks for no more than a share of what the topic carried")
    func relativeDeliveries() {
        let parameters = TopicScoreParameters.openNetwork
        var score = TopicScore()
        score.graft(now: at(0))
        score.decay(parameters, toZero: 0.01, now: at(20))
        var silent = ScoreComponents()
        score.add(to: &silent, parameters)
        #expect(silent.meshDeliveries == 0, "nothing was said")
        for _ in 0..<11 { score.expectMeshDelivery() }
        var quiet = ScoreComponents()
        score.add(to: &quiet, parameters)
        // A fifth of eleven is two whole deliveries.
        #expect(quiet.meshDeliveries == -4 * 4)
    }

    @Test("P4 is the square of the invalid messages, in the mesh or not")
    func invalid() {
        var score = TopicScore()
        for _ in 0..<3 { score.addInvalid() }
        #expect(components(score).invalid == -0.5 * 7 * 9)
        score.decay(topic(), toZero: 0.01, now: at(1))
        #expect(components(score).invalid == -0.5 * 7 * 2.25)
    }

    @Test("A counter that has decayed below the limit is zero")
    func decayToZero() {
        var score = TopicScore()
        score.addInvalid()
        for second in 0..<8 { score.decay(topic(), toZero: 0.01, now: at(Int64(second))) }
        #expect(score.isBlank)
    }

    @Test("The topics together add no more than their cap; P5, P6, P7 and the drops come on top")
    func total() {
        var parameters = PeerScoreParameters()
        parameters.topicScoreCap = 5
        parameters.applicationWeight = 2
        parameters.colocationWeight = -3
        parameters.colocationThreshold = 1
        parameters.behaviourWeight = -4
        parameters.behaviourThreshold = 1
        parameters.slowWeight = -1
        parameters.slowThreshold = 2
        var score = PeerScore()
        for _ in 0..<4 { score.update(Slot(index: 0)) { $0.addFirstDelivery(topic()) } }
        score.application = 10
        score.addBehaviourPenalty(3)
        score.addDrops(5)
        let components = score.components(parameters, neighbours: 3) { _ in topic() }
        #expect(components.firstDeliveries == 6)
        #expect(components.capped == -1)
        #expect(components.application == 20)
        #expect(components.colocation == -3 * 4)
        #expect(components.behaviour == -4 * 4)
        #expect(components.slow == -3)
        #expect(components.total == 5 + 20 - 12 - 16 - 3)
    }

    @Test(
        "In an open network whoever forwards nothing in one topic is below zero, whatever it earned in others"
    )
    func freeRider() {
        // arXiv 2212.05197: caps must not outweigh the deficit.
        let parameters = PeerScoreParameters()
        let topic = TopicScoreParameters.openNetwork
        for otherTopics in [0, 1, 5, 50] {
            var score = PeerScore()
            for other in 1..<(otherTopics + 1) {
                score.update(Slot(index: Int32(other))) { perfect in
                    perfect.graft(now: .origin)
                    for _ in 0..<100 {
                        perfect.addFirstDelivery(topic)
                        perfect.addMeshDelivery(topic)
                        perfect.expectMeshDelivery()
                    }
                }
            }
            score.update(Slot(index: 0)) { censored in
                censored.graft(now: .origin)
                for _ in 0..<100 { censored.expectMeshDelivery() }
            }
            score.decay(parameters, now: at(20)) { _ in topic }
            let components = score.components(parameters, neighbours: 1) { _ in topic }
            #expect(components.total < 0, "\(otherTopics) other topics")
        }
    }

    @Test("Below zero a peer leaves the mesh at the next heartbeat, and is not grafted")
    func negativeLeavesMesh() {
        let bench = RouterBench()
        bench.join()
        for number in 1...3 { bench.connect(TestPeer(number)) }
        bench.router.setApplicationScore(-1, of: TestPeer(2).id)
        bench.forget()
        bench.pass(.seconds(1))
        #expect(Set(bench.mesh) == [TestPeer(1).id, TestPeer(3).id])
        #expect(bench.takeSent(TestPeer(2)).prunes.count == 1)
        bench.receive(RPCText.graft(), from: TestPeer(2))
        #expect(bench.mesh.count == 2)
    }

    @Test("Below the publish threshold a peer gets no message of ours, below the gossip threshold no gossip")
    func thresholds() throws {
        let bench = RouterBench()
        bench.join()
        for number in 1...8 { bench.connect(TestPeer(number)) }
        bench.pass(.seconds(1))
        let outsiders = (1...8).map(TestPeer.init).filter { !bench.mesh.contains($0.id) }
        bench.router.setApplicationScore(-51, of: outsiders[0].id)
        bench.router.setApplicationScore(-49, of: outsiders[1].id)
        bench.forget()
        try bench.publish("x")
        #expect(bench.takeSent(outsiders[0]).texts == [])
        #expect(bench.takeSent(outsiders[1]).texts == ["x"])
        bench.pass(.seconds(1))
        #expect(bench.takeSent(outsiders[1]).have == [])
        bench.router.setApplicationScore(-9, of: outsiders[1].id)
        bench.pass(.seconds(1))
        #expect(bench.takeSent(outsiders[1]).have.count == 1)
    }

    @Test("The best peers of a mesh survive its cut")
    func bestSurvive() {
        let bench = RouterBench {
            $0.mesh.degreeHigh = 20
            $0.mesh.graftsOnSubscription = false
        }
        bench.join()
        for number in 1...20 {
            bench.connect(TestPeer(number))
            bench.receive(RPCText.graft(), from: TestPeer(number))
        }
        for number in 1...4 { bench.router.setApplicationScore(10, of: TestPeer(number).id) }
        #expect(bench.mesh.count == 20)
        // The twenty-first comes by our own GRAFT: an outbound peer, to fill the quota.
        for number in 21...22 { bench.connect(TestPeer(number), direction: .outbound) }
        bench.pass(.seconds(1))
        #expect(Set((1...4).map { TestPeer($0).id }).isSubset(of: Set(bench.mesh)))
    }

    @Test("Every 60 heartbeats a poor mesh grafts two better peers")
    func opportunisticGrafting() {
        let bench = RouterBench { $0.thresholds.opportunisticGraft = 20 }
        bench.join()
        for number in 1...20 { bench.connect(TestPeer(number)) }
        bench.pass(.seconds(2))
        let before = bench.mesh
        for number in 1...20 where !before.contains(TestPeer(number).id) {
            bench.router.setApplicationScore(10, of: TestPeer(number).id)
        }
        bench.pass(.seconds(55))
        #expect(bench.mesh.count == before.count)
        bench.pass(.seconds(5))
        #expect(bench.mesh.count == before.count + 2)
    }

    @Test("Without scoring every score is zero")
    func switchedOff() {
        let bench = RouterBench { $0.scoring = nil }
        bench.join()
        bench.connect(TestPeer(1))
        for _ in 0..<5 {
            bench.receive(RPCEncoder.message([0x22, 4, 0x72, 0x6F, 0x6F, 0x6D]), from: TestPeer(1))
        }
        #expect(bench.router.counters.rejected == 5)
        #expect(bench.router.score(of: TestPeer(1).id) == 0)
        #expect(bench.mesh == [TestPeer(1).id])
    }
}
