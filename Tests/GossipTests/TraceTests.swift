import Net
import Testing

@testable import Gossip

@Suite("The ways of messages")
struct TraceTests {
    private func traced(limit: Int) -> RouterBench {
        let bench = RouterBench { $0.limits.maximumTraces = limit }
        bench.join()
        for number in 1...3 { bench.connect(TestPeer(number)) }
        bench.pass(.seconds(1))
        bench.forget()
        return bench
    }

    @Test("A trace tells the first sender, the copies, and who asked")
    func pushed() throws {
        let bench = traced(limit: 10)
        let message = TestPeer(99).message("hi", number: 1)
        bench.receive(message.rpc, from: TestPeer(2))
        let arrival = bench.now
        bench.receive(message.rpc, from: TestPeer(1))
        bench.receive(message.rpc, from: TestPeer(3))
        bench.receive(RPCText.have([message.id]), from: TestPeer(3))
        bench.receive(RPCText.want([message.id]), from: TestPeer(1))
        var expected = MessageTrace(
            id: message.id,
            topic: "room",
            receivedFrom: TestPeer(2).id,
            arrival: arrival
        )
        expected.duplicateCount = 2
        expected.announcementCount = 1
        expected.serveCount = 1
        #expect(bench.router.snapshot().traces == [expected])
    }

    @Test("A message that was asked for shows it, with the time since its first announcement")
    func requested() throws {
        let bench = traced(limit: 10)
        let message = TestPeer(99).message("hi", number: 1)
        let start = bench.now
        bench.receive(RPCText.have([message.id]), from: TestPeer(1))
        bench.pass(.milliseconds(30))
        bench.receive(RPCText.have([message.id]), from: TestPeer(2))
        bench.receive(message.rpc, from: TestPeer(1))
        let trace = try #require(bench.router.snapshot().traces.first)
        #expect(trace.wasAskedFor)
        #expect(trace.announcementCount == 2)
        #expect(trace.firstAnnouncement == start)
        #expect(trace.arrival == start + .milliseconds(30))
    }

    @Test("Our own messages have no sender, and the oldest traces go first")
    func bounded() throws {
        let bench = traced(limit: 3)
        // Announcements of what never comes push nothing out.
        for number in 0..<10 {
            bench.receive(RPCText.have([MessageID(bytes: [UInt8(number)])]), from: TestPeer(1))
        }
        var ids: [MessageID] = []
        for number in 0..<5 {
            ids.append(try bench.publish("line \(number)"))
            bench.pass(.milliseconds(1))
        }
        let traces = bench.router.snapshot().traces
        #expect(traces.map(\.id) == Array(ids.suffix(3)))
        #expect(traces.allSatisfy { $0.receivedFrom == nil })
    }

    @Test("Nothing is kept unless it was asked for")
    func off() {
        let bench = traced(limit: 0)
        bench.receive(TestPeer(99).message("hi", number: 1).rpc, from: TestPeer(2))
        #expect(bench.router.snapshot().traces.isEmpty)
    }
}
